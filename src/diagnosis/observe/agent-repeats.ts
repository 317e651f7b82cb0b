import { correlate } from '../../../parsers/agent-log/correlation.ts';
import { type AgentHead, parseAgentRecord } from '../../../parsers/agent-log/record.ts';
import type { Catalogue } from '../../causes/catalogue.ts';
import type { Kernel } from '../../reading/kernel/kernel.ts';
import type { EngineState } from '../model.ts';
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
}

/** A record as the kernel sees it. */
export interface Asked {
  readonly digest: number;
  /** Address of the end of its text. */
  readonly end: number;
  /** Milliseconds, local time. */
  readonly at: number;
  readonly stampLength: number;
  readonly headEnd: number;
}

/** Null for a record whose head is not the usual one. */
export function ask(kernel: Kernel, { start, end }: RecordSpan, literals: number): Asked | null {
  const textEnd = kernel.textEnd(start, end);
  if (kernel.readHead(start, textEnd) === 0) return null;
  const { head } = kernel;
  const headEnd = head[2] ?? 0;
  return {
    digest: kernel.digest(start + headEnd, textEnd, literals ^ (head[3] ?? 0)),
    end: textEnd,
    at: head[0] ?? 0,
    stampLength: head[1] ?? 0,
    headEnd,
  };
}

/** Enters what a record of the same text has entered. */
export function enterAgain(
  { state, kernel }: AgentReader,
  file: FileFacts,
  span: RecordSpan,
  { end, at, stampLength, headEnd }: Asked,
  entered: Entered,
): void {
  const { start } = span;
  const bodyAt = headEnd + entered.bodyAt;
  if (file.kind !== 'main' || entered.isCounted) {
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
