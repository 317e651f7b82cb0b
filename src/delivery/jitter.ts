const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait so that the nodes of a fleet, started at the same moment by a schedule, do not all call at once:
 * up to half a minute, by the node's id and the time, as the agent waits before it sends its inventory.
 */
export function jitter(nodeId: string, now: number): number {
  return spread(`${now}${nodeId}`, LONGEST_MS);
}

/** A whole number from 0 to `most` that is always the same for a text, and spread evenly over many of them. */
export function spread(text: string, most: number): number {
  return fnv32a(text) % (Math.floor(most) + 1);
}

/** Fowler, Noll and Vo's hash, the variant 1a, of 32 bits. */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
