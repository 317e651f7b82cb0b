import { correlate } from '../../../parsers/agent-log/correlation.ts';
import { type AgentHead, type AgentLevel, parseAgentRecord } from '../../../parsers/agent-log/record.ts';
import type { Catalogue } from '../../causes/catalogue.ts';
import type { Kernel } from '../../reading/kernel/kernel.ts';
import type { EngineState } from '../model.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import type { RecordSpan } from '../scan/scanner.ts';
import { noteUnknownTokens } from '../unknown/miner.ts';
import { operationAt, scopeOf } from './agent-scope.ts';
import { momentOf, sightingIn } from './agent-sighting.ts';
import { copyKey, isCopy } from './copies.ts';
import type { FileFacts } from './file-facts.ts';
import { noteNode, voteForZone } from './node-facts.ts';
import { noteAgain } from './note.ts';
import type { Entered, Repeats } from './repeats.ts';
import { decode } from './text.ts';

/** What the sinks of all agent logs share. */
export interface AgentReader {
  readonly state: EngineState;
  readonly catalogue: Catalogue;
  readonly kernel: Kernel;
  readonly repeats: Repeats;
  /** Matchers that only know what looks like an unknown error. */
  readonly quiet: readonly ScanMatcher[];
}

/** A record as the kernel read it. */
export interface Asked {
  readonly digest: number;
  readonly head: AgentHead;
}

/** The levels by their first letters. */
const LEVELS: ReadonlyMap<number, AgentLevel> = new Map(
  (['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'] as const).map((level) => [
    level.charCodeAt(0),
    level,
  ]),
);

/** The record that the kernel read last, and that is not known. */
export function askedFor({ head, bytes }: Kernel, { start }: RecordSpan): Asked {
  const stamp = bytes.toString('latin1', start, start + (head[1] ?? 0));
  const level = LEVELS.get(head[3] ?? 0) ?? null;
  return {
    digest: head[5] ?? 0,
    head: { stamp, at: head[0] ?? null, clock: 'local', level, end: head[2] ?? 0 },
  };
}

/** What a record of the text of the one that the kernel read last has entered. */
export function knownOf({ kernel, repeats }: AgentReader, { bytes, start }: RecordSpan): Entered | undefined {
  const { head } = kernel;
  const entered = repeats.get(head[5] ?? 0);
  if (entered === undefined || entered.exactly === null) return entered;
  return decode(bytes, start + (head[2] ?? 0), head[4] ?? 0) === entered.exactly ? entered : undefined;
}

/**
 * Notes the record that the kernel read last, of a file that repeats the main log, and says whether that has it, too; null
 * when that is not to be told without a parser.
 */
export function isKnownCopy(
  { state, kernel }: AgentReader,
  file: FileFacts,
  { start }: RecordSpan,
): boolean | null {
  const read = kernel.head;
  const message = read[6] ?? 0;
  const key = message === 0 ? -1 : kernel.copyKey(start, read[1] ?? 0, message, read[4] ?? 0);
  return key < 0 ? null : isCopy(state, file.kind, key);
}

/**
 * Enters for the record that the kernel read last what one of the same text has entered; `isNoted` when it is known not to
 * be a copy.
 */
export function enterAgain(
  { state, kernel }: AgentReader,
  file: FileFacts,
  span: RecordSpan,
  entered: Entered,
  isNoted: boolean,
): void {
  const { start } = span;
  const read = kernel.head;
  const at = read[0] ?? 0;
  const stampLength = read[1] ?? 0;
  const headEnd = read[2] ?? 0;
  const end = read[4] ?? 0;
  const bodyAt = headEnd + entered.bodyAt;
  if (file.kind === 'main' ? entered.isCounted : !isNoted) {
    const key = kernel.copyKey(start, stampLength, start + bodyAt, end);
    if (isCopy(state, file.kind, key < 0 ? keyOf(decode(span.bytes, start, end), stampLength, bodyAt) : key))
      return;
  }
  for (const tally of entered.harmless) tally.count++;
  if (!entered.isScoped && entered.unknown === null && entered.observations.length === 0) return;
  const text = decode(span.bytes, start, end);
  const head = { stamp: text.slice(0, stampLength), at, clock: 'local' } as const;
  if (entered.isScoped) enterScope(state, file, span, text, { ...head, level: null, end: headEnd });
  if (entered.unknown !== null)
    noteUnknownTokens(state, entered.unknown, sightingIn(span, file, text, head, bodyAt));
  for (const { observation, signal, at: matched } of entered.observations)
    noteAgain(observation, signal, sightingIn(span, file, text, head, bodyAt + matched));
}

function keyOf(text: string, stampLength: number, bodyAt: number): number {
  return copyKey(text.slice(0, stampLength), text.slice(bodyAt));
}

/** That a run or an association was seen; records that say more of one are not remembered. */
function enterScope(
  state: EngineState,
  file: FileFacts,
  span: RecordSpan,
  text: string,
  head: AgentHead,
): void {
  const record = parseAgentRecord(text, head);
  const correlation = correlate(record.contexts);
  const moment = momentOf(span, file, record);
  operationAt(state, scopeOf(correlation), moment);
  voteForZone(state, correlation, record.at);
  noteNode(state, record, moment, undefined);
}
