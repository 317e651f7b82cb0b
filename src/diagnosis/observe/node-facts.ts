import type { Correlation } from '../../../parsers/agent-log/correlation.ts';
import type { AgentRecord } from '../../../parsers/agent-log/record.ts';
import { parseRunId } from '../../../parsers/run-id.ts';
import type { EngineState, Moment } from '../model.ts';
import { isLater } from '../moments.ts';
import type { RecordSpan } from '../scan/scanner.ts';

const NODE_CONTEXT_START = Buffer.from('[instanceID=');

/** The first node id that the block around a record names. */
export function nodeIdIn(span: RecordSpan): string | null {
  const place = nodeContextAt(span);
  if (place === null) return null;
  const context = span.bytes.toString('latin1', place.from + 1, place.to);
  return NODE_CONTEXT.exec(context.slice(0, context.indexOf(']')))?.[1] ?? null;
}

/** Where the block around a record first names a node. */
export function nodeContextAt({ bytes, floor, ceiling }: RecordSpan): { from: number; to: number } | null {
  const at = bytes.subarray(floor, ceiling).indexOf(NODE_CONTEXT_START);
  return at < 0 ? null : { from: floor + at, to: Math.min(bytes.length, floor + at + LONGEST_CONTEXT) };
}

/** `[instanceID=`, the longest id, `]`. */
const LONGEST_CONTEXT = 60;

const NODE_CONTEXT = /^instanceID=((?:mi|i)-[0-9a-z]{8,32})$/;

/** What records say about the node itself: its id stands in a context of older agents, the version in a start. */
export function noteNode(
  state: EngineState,
  { contexts }: AgentRecord,
  moment: Moment,
  version: string | undefined,
): void {
  if (state.facts.id === null)
    for (const context of contexts) state.facts.id ??= NODE_CONTEXT.exec(context)?.[1] ?? null;
  if (version === undefined) return;
  const known = state.facts.agentVersion;
  if (known === null || isLater(moment, known.moment)) state.facts.agentVersion = { version, moment };
}

/** A node has two offsets a year; more are noise. */
const MOST_ZONES = 8;

/** The first record of an association's run stands at the run's time, which its id gives in UTC. */
export function voteForZone(state: EngineState, { runId }: Correlation, at: number | null): void {
  if (runId === null || at === null || state.zoneVotes.size >= MOST_ZONES) return;
  const utc = parseRunId(runId);
  if (utc === null) return;
  const minutes = (at - utc) / 60_000;
  const quarter = Math.floor(minutes / 15) * 15;
  if (Math.abs(quarter) > 14 * 60 || minutes - quarter > 10) return;
  state.zoneVotes.set(quarter, (state.zoneVotes.get(quarter) ?? 0) + 1);
}
