import type { ByteFeed } from '../../src/reading/feed.ts';

/** Gives the bytes in pieces of these sizes, in turn. */
export function feedOf(bytes: Uint8Array, sizes: readonly number[] = [Number.MAX_SAFE_INTEGER]): ByteFeed {
  let at = 0;
  let turn = 0;
  return {
    fill(target) {
      const size = Math.max(1, sizes[turn++ % sizes.length] ?? 1);
      const part = bytes.subarray(at, at + Math.min(size, target.length));
      target.set(part);
      at += part.length;
      return part.length;
    },
  };
}

/** Everything that a feed gives, asked for in pieces of `step`. */
export function drain(feed: ByteFeed, step = 4096): Buffer {
  const parts: Buffer[] = [];
  const target = new Uint8Array(step);
  for (;;) {
    const got = feed.fill(target);
    if (got === 0) return Buffer.concat(parts);
    parts.push(Buffer.from(target.subarray(0, got)));
  }
}
