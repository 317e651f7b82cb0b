import { type Correlation, correlate } from '../../../parsers/agent-log/correlation.ts';
import { parseJournalLine } from '../../../parsers/agent-log/journal.ts';
import {
  type AgentHead,
  type AgentRecord,
  parseAgentHead,
  parseAgentRecord,
} from '../../../parsers/agent-log/record.ts';
import { parseAuditTime } from '../../../parsers/audit-record.ts';
import { parseRunId } from '../../../parsers/run-id.ts';
import type { Catalogue } from '../../causes/catalogue.ts';
import { LIMITS } from '../limits.ts';
import type { EngineState, Moment, OperationScope, Sighting } from '../model.ts';
import { isLater } from '../moments.ts';
import { operationKey } from '../operation-key.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import type { RecordSink, RecordSpan } from '../scan/scanner.ts';
import { noteUnknown } from '../unknown/miner.ts';
import { absorb, noteAgain, noteAgentSuccess, operationOf } from './absorb.ts';
import { isCopy, type RecordPlaceKind } from './copies.ts';
import { quote } from './excerpt.ts';
import { type RecordReading, readRecord } from './reading-of.ts';
import { type Entered, type EnteredObservation, Repeats } from './repeats.ts';
import { textOf } from './text.ts';

/** What the records of one file have in common. */
export interface FileFacts {
  /** Path on the instance. */
  readonly shown: string;
  readonly kind: RecordPlaceKind;
  /** Added to positions, so that later files come later. */
  readonly order: number;
}

/** Enters the records of an agent log, or of its copies in the system's log, into the state. */
export function agentSink(state: EngineState, catalogue: Catalogue, file: FileFacts): RecordSink {
  const repeats = new Repeats();
  return {
    record(span, candidates) {
      const text = textOf(span);
      if (file.kind === 'system') {
        observe(state, catalogue, file, span, readJournalText(text), candidates, null);
        return;
      }
      const head = parseAgentHead(text);
      const known = repeats.get(text, head.end);
      if (known === undefined)
        observe(state, catalogue, file, span, readLogText(text, head), candidates, repeats);
      else observeAgain(state, file, span, { text, head, entered: known });
    },
    latched(span, matcher) {
      const read = readAgentText(span, file);
      if (matcher.purpose.kind !== 'success') return false;
      const match = matcher.exec(read.record.body);
      if (match === null) return false;
      noteNode(state, read.record, momentOf(span, file, read.record), match.groups?.agentVersion);
      return noteAgentSuccess(state, {
        ...agentSighting(span, file, read, match.index),
        success: matcher.id,
      });
    },
    reached(span) {
      if (state.facts.id === null && file.kind !== 'system') state.facts.id = nodeIdIn(span);
      const read = readAgentText(span, file);
      if (read.record.at === null || read.foreign) return;
      const moment = momentOf(span, file, read.record);
      if (state.agentLogEnd === null || isLater(moment, state.agentLogEnd)) state.agentLogEnd = moment;
    },
  };
}

export interface AgentText {
  readonly text: string;
  /** Where the head of the record ends in the text. */
  readonly headEnd: number;
  readonly record: AgentRecord;
  /** Stamp of the journal's prefix, where the record has none. */
  readonly stamp: string;
  /** The line is not the agent's but of another program. */
  readonly foreign: boolean;
}

/** A record of an agent's log, or of its copy in the system's. */
export function readAgentText(span: RecordSpan, file: FileFacts): AgentText {
  const text = textOf(span);
  return file.kind === 'system' ? readJournalText(text) : readLogText(text, parseAgentHead(text));
}

function readLogText(text: string, head: AgentHead): AgentText {
  const record = parseAgentRecord(text, head);
  return { text, headEnd: head.end, record, stamp: head.stamp, foreign: false };
}

function readJournalText(text: string): AgentText {
  const line = parseJournalLine(text);
  if (line === null) return readForeignText(text);
  const record = parseAgentRecord(withoutPrefixes(line.text));
  const foreign = !/ssm-agent|^host-containers@control/.test(line.tag) && !line.tag.includes('ssm-');
  return { text, headEnd: 0, record, stamp: record.stamp === '' ? line.stamp : record.stamp, foreign };
}

/** A line of the kernel's audit has a time, any other has none. */
function readForeignText(text: string): AgentText {
  const record = parseAgentRecord(text);
  const at = parseAuditTime(text);
  if (at === null) return { text, headEnd: 0, record, stamp: '', foreign: true };
  const stamp = new Date(at).toISOString();
  return { text, headEnd: 0, record: { ...record, at, clock: 'utc' }, stamp, foreign: true };
}

/** Continuation lines of a journal carry the prefix again. */
function withoutPrefixes(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => parseJournalLine(line)?.text ?? line)
    .join('\n');
}

function observe(
  state: EngineState,
  catalogue: Catalogue,
  file: FileFacts,
  span: RecordSpan,
  read: AgentText,
  candidates: readonly ScanMatcher[],
  repeats: Repeats | null,
): void {
  const { record } = read;
  // What repeats the main log has nothing to add where that was read.
  if (file.kind !== 'main' && !read.foreign && isCopy(state, file.kind, read.stamp, record.body)) return;
  const reading = readRecord(candidates, record.body, record.body.length + 1);
  const level = record.level;
  const isError = !read.foreign && (level === 'ERROR' || level === 'CRITICAL');
  if (!reading.known && !isError) return;
  const isCounted = !reading.known || reading.signals.length > 0 || reading.harmless.length > 0;
  if (isCounted && file.kind === 'main' && isCopy(state, 'main', read.stamp, record.body)) return;
  if (!reading.known) {
    noteUnknown(state, record.body, agentSighting(span, file, read, 0));
    return;
  }
  const correlation = withNamedAssociation(state, correlate(record.contexts), reading);
  const operation = operationOf(
    state,
    scopeOf(
      isAboutAssociations(reading, record.body)
        ? withAssociation(correlation, record.contexts, span)
        : correlation,
    ),
  );
  voteForZone(state, correlation, record.at);
  const moment = momentOf(span, file, record);
  const noted: EnteredObservation[] = [];
  if (operation.scope.kind === 'run') operation.startedAt ??= record.at === null ? null : moment;
  noteNode(state, record, moment, undefined);
  absorb(
    state,
    catalogue,
    {
      operation,
      family: read.foreign ? 'system' : 'agent',
      file: file.shown,
      sighting: (at) => agentSighting(span, file, read, at),
      lookBack: () => [],
      contexts: record.contexts,
      text: record.body,
    },
    reading,
    (observation, { matcher, match }) => noted.push({ observation, signal: matcher.id, at: match.index }),
  );
  if (repeats !== null && operation.scope.kind === 'agent' && isTimeless(reading, record.body))
    repeats.remember(read.text, read.headEnd, {
      observations: noted,
      harmless: reading.harmless.flatMap(({ matcher }) => state.harmless.get(matcher.id) ?? []),
      bodyAt: record.bodyAt - read.headEnd,
    });
}

/** Whether another record of the same text would enter the same, whatever stands around it. */
function isTimeless(reading: RecordReading, body: string): boolean {
  return (
    reading.successes.length === 0 &&
    reading.context.every(({ match }) => match.groups === undefined) &&
    !isAboutAssociations(reading, body)
  );
}

function observeAgain(state: EngineState, file: FileFacts, span: RecordSpan, read: RepeatedText): void {
  const { text, head, entered } = read;
  const bodyAt = head.end + entered.bodyAt;
  if (isCopy(state, file.kind, head.stamp, text.slice(bodyAt))) return;
  for (const tally of entered.harmless) tally.count++;
  for (const { observation, signal, at } of entered.observations)
    noteAgain(observation, signal, sightingIn(span, file, text, head, bodyAt + at));
}

interface RepeatedText {
  readonly text: string;
  readonly head: AgentHead;
  readonly entered: Entered;
}

const ASSOCIATION_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What an error says of an association by its id is about that, whatever the contexts say. */
function withNamedAssociation(
  { operations }: EngineState,
  correlation: Correlation,
  { signals }: RecordReading,
): Correlation {
  if (correlation.documentId !== null || correlation.associationId !== null) return correlation;
  for (const { match } of signals) {
    const id = match.groups?.associationId ?? match.groups?.association ?? '';
    if (!ASSOCIATION_ID.test(id)) continue;
    const isKnown = operations.has(operationKey({ kind: 'association', associationId: id }));
    if (isKnown || operations.size < LIMITS.operationsByName) return { ...correlation, associationId: id };
  }
  return correlation;
}

function isAboutAssociations({ signals, successes }: RecordReading, body: string): boolean {
  return (
    /^Updat(?:e|ing) (?:instance )?association status/.test(body) ||
    signals.some(({ matcher }) => matcher.cause.startsWith('ASSOC_')) ||
    successes.some(({ matcher }) => matcher.reach === 'association')
  );
}

/** Bytes above a record in which the association that is being processed was named. */
const ASSOCIATION_REACH = 16 * 1024;
const ASSOCIATION_CONTEXT = Buffer.from('[associationId=');
const UUID_LENGTH = 36;

/**
 * The agent reports the status of an association without saying which; it handles one at a time, so the last one
 * named above is meant.
 */
function withAssociation(
  correlation: Correlation,
  contexts: readonly string[],
  span: RecordSpan,
): Correlation {
  if (
    correlation.documentId !== null ||
    correlation.associationId !== null ||
    !contexts.includes('Association')
  )
    return correlation;
  const floor = Math.max(span.floor, span.start - ASSOCIATION_REACH);
  const at = span.bytes.subarray(floor, span.start).lastIndexOf(ASSOCIATION_CONTEXT);
  if (at < 0) return correlation;
  const from = floor + at + ASSOCIATION_CONTEXT.length;
  const id = span.bytes.toString('latin1', from, from + UUID_LENGTH);
  return /^[0-9a-f-]{36}$/.test(id) ? { ...correlation, associationId: id } : correlation;
}

/** The operation that a record belongs to, as its contexts tell. */
export function scopeOf({ documentId, runId, associationId }: Correlation): OperationScope {
  if (documentId !== null) return { kind: 'run', documentId, runId, associationId };
  return associationId === null ? { kind: 'agent' } : { kind: 'association', associationId };
}

const NODE_CONTEXT_START = Buffer.from('[instanceID=');

/** The first node id that the block around a record names. */
function nodeIdIn({ bytes, floor, ceiling }: RecordSpan): string | null {
  const at = bytes.subarray(floor, ceiling).indexOf(NODE_CONTEXT_START);
  if (at < 0) return null;
  const context = bytes.toString('latin1', floor + at + 1, floor + at + 60);
  return NODE_CONTEXT.exec(context.slice(0, context.indexOf(']')))?.[1] ?? null;
}

const NODE_CONTEXT = /^instanceID=((?:mi|i)-[0-9a-z]{8,32})$/;

/** What records say about the node itself: its id stands in a context of older agents, the version in a start. */
function noteNode(
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
function voteForZone(state: EngineState, { runId }: Correlation, at: number | null): void {
  if (runId === null || at === null || state.zoneVotes.size >= MOST_ZONES) return;
  const utc = parseRunId(runId);
  if (utc === null) return;
  const minutes = (at - utc) / 60_000;
  const quarter = Math.floor(minutes / 15) * 15;
  if (Math.abs(quarter) > 14 * 60 || minutes - quarter > 10) return;
  state.zoneVotes.set(quarter, (state.zoneVotes.get(quarter) ?? 0) + 1);
}

/** The line of an agent's log that holds the character at `at` of the body of a record. */
export function agentSighting(span: RecordSpan, file: FileFacts, read: AgentText, at: number): Sighting {
  const offset = file.kind === 'system' ? offsetInJournal(read, at) : read.record.bodyAt + at;
  return sightingIn(span, file, read.text, { ...read.record, stamp: read.stamp }, offset);
}

function sightingIn(
  span: RecordSpan,
  file: FileFacts,
  text: string,
  head: Pick<AgentRecord, 'stamp' | 'at' | 'clock'>,
  offset: number,
): Sighting {
  const { excerpt, linesDown } = quote(text, Math.min(offset, text.length));
  const moment = momentOf(span, file, head);
  return { moment, file: file.shown, line: span.line + linesDown, stamp: head.stamp, excerpt };
}

/** Each line of the text has the prefix that the same line of the body is without. */
function offsetInJournal({ text, record }: AgentText, at: number): number {
  const before = record.body.slice(0, at).split('\n');
  const down = before.length - 1;
  const lines = text.split('\n', down + 1);
  const start = lines.slice(0, down).reduce((sum, line) => sum + line.length + 1, 0);
  const prefix = (lines[down]?.length ?? 0) - (record.body.split('\n', down + 1)[down]?.length ?? 0);
  return start + Math.max(0, prefix) + (before[down]?.length ?? 0);
}

function momentOf(
  span: RecordSpan,
  file: FileFacts,
  { at, clock }: Pick<AgentRecord, 'at' | 'clock'>,
): Moment {
  return { at, clock, order: file.order + span.position };
}
