import { correlate } from '../../../parsers/agent-log/correlation.ts';
import { parseAgentHead } from '../../../parsers/agent-log/record.ts';
import { type Catalogue, familyBits } from '../../causes/catalogue.ts';
import { hasNumber } from '../../causes/numbers.ts';
import type { EngineState, OperationState } from '../model.ts';
import { isLater } from '../moments.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import type { RecordSink, RecordSpan } from '../scan/scanner.ts';
import { maskedTokens } from '../unknown/mask.ts';
import { noteUnknownTokens } from '../unknown/miner.ts';
import { absorb } from './absorb.ts';
import { type AgentReader, type Asked, askedFor, enterAgain, isKnownCopy, knownOf } from './agent-repeats.ts';
import {
  isAboutAssociations,
  operationAt,
  scopeOf,
  withAssociation,
  withNamedAssociation,
} from './agent-scope.ts';
import { agentSighting, momentOf } from './agent-sighting.ts';
import { type AgentText, readAgentText, readJournalText, readLogText } from './agent-text.ts';
import { copyKey, isCopy } from './copies.ts';
import type { FileFacts } from './file-facts.ts';
import { nodeIdIn, noteNode, voteForZone } from './node-facts.ts';
import { isKnownTo, type RecordReading, readRecord } from './reading-of.ts';
import type { Entered, EnteredObservation } from './repeats.ts';
import { namesMetadata } from './service.ts';
import { noteAgentSuccess } from './successes.ts';
import { textOf } from './text.ts';

const SYSTEM = familyBits(['system']);

/** Enters the records of an agent log, or of its copies in the system's log, into the state. */
export function agentSink(reader: AgentReader, file: FileFacts): RecordSink {
  const { state, kernel, repeats } = reader;
  /** The record that was asked for last; null when it cannot be remembered. */
  let asked: Asked | null = null;
  /** It is known not to be a copy. */
  let isNoted = false;
  return {
    again(span, literals) {
      asked = null;
      isNoted = false;
      if (file.kind === 'system' || kernel.readRecord(span.start, span.end, literals) === 0) return false;
      const copy = file.kind === 'main' ? null : isKnownCopy(reader, file, span);
      if (copy === true) return true;
      const entered = knownOf(reader, span);
      isNoted = entered === undefined && copy === false;
      if (entered === undefined) asked = askedFor(kernel, span);
      else enterAgain(reader, file, span, entered, copy === false);
      return entered !== undefined;
    },
    record(span, candidates) {
      const text = textOf(span);
      const read =
        file.kind === 'system'
          ? readJournalText(text)
          : readLogText(text, asked?.head ?? parseAgentHead(text));
      const canRepeat = asked !== null && !candidates.some(({ isOfRule }) => isOfRule);
      const entered = observe(reader, file, span, read, candidates, { canRepeat, isNoted });
      if (asked !== null && entered !== null) repeats.remember(asked.digest, entered);
      asked = null;
      isNoted = false;
    },
    latched(span, matcher) {
      const read = readAgentText(span, file);
      if (matcher.purpose.kind !== 'success' || !mayTell(read, matcher)) return false;
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

/** What another program wrote counts only where a pattern is about the system's log. */
function mayTell({ ofOther }: AgentText, { families }: ScanMatcher): boolean {
  return !ofOther || (families & SYSTEM) !== 0;
}

/** Enters a record; gives what it entered where another one of the same text would enter the same. */
function observe(
  { state, catalogue, quiet }: AgentReader,
  file: FileFacts,
  span: RecordSpan,
  read: AgentText,
  candidates: readonly ScanMatcher[],
  { canRepeat, isNoted }: { readonly canRepeat: boolean; readonly isNoted: boolean },
): Entered | null {
  const { record } = read;
  const key = copyKey(read.stamp, record.body);
  // What repeats the main log has nothing to add where that was read.
  if (file.kind !== 'main' && !isNoted && !read.foreign && isCopy(state, file.kind, key)) return null;
  const telling = read.ofOther ? candidates.filter((matcher) => mayTell(read, matcher)) : candidates;
  const reading = readRecord(telling, record.body, record.body.length + 1);
  const isError = !read.foreign && (record.level === 'ERROR' || record.level === 'CRITICAL');
  const triesQuiet = !reading.known && isError;
  const isUnknown = triesQuiet && !isKnownTo(quiet, record.body, record.body.length + 1);
  const isCounted = isUnknown || reading.signals.length > 0 || reading.harmless.length > 0;
  if (isCounted && file.kind === 'main' && isCopy(state, 'main', key)) return null;
  const noted: EnteredObservation[] = [];
  const unknown = isUnknown ? maskedTokens(record.body) : null;
  let operation: OperationState | null = null;
  if (unknown !== null) noteUnknownTokens(state, unknown, agentSighting(span, file, read, 0));
  else if (reading.known || isError)
    operation = absorbRecord(state, catalogue, file, span, read, reading, noted);
  const isScoped = operation !== null && operation.scope.kind !== 'agent';
  const isSame =
    isTimeless(reading) &&
    !(isScoped && reading.signals.length > 0) &&
    !isAboutAssociations(reading, record.body);
  if (!canRepeat || !isSame || !noted.every(isOfNoId) || !isAscii(read.text, record.bodyAt)) return null;
  const isExact = dependsOnNumbers(read.text, triesQuiet ? [...candidates, ...quiet] : candidates, noted);
  if (isExact && read.text.length > LONGEST_EXACT) return null;
  return {
    observations: noted,
    harmless: reading.harmless.flatMap(({ matcher }) => state.harmless.get(matcher.id) ?? []),
    unknown,
    isScoped,
    isCounted,
    bodyAt: record.bodyAt - read.headEnd,
    exactly: isExact ? read.text.slice(read.headEnd) : null,
  };
}

/** Enters a record that some pattern knows; gives the operation that it belongs to. */
function absorbRecord(
  state: EngineState,
  catalogue: Catalogue,
  file: FileFacts,
  span: RecordSpan,
  read: AgentText,
  reading: RecordReading,
  noted: EnteredObservation[],
): OperationState {
  const { record } = read;
  const correlation = withNamedAssociation(state, correlate(record.contexts), reading);
  const isAbout = isAboutAssociations(reading, record.body);
  const scoped = isAbout ? withAssociation(correlation, record.contexts, span) : correlation;
  const moment = momentOf(span, file, record);
  const operation = operationAt(state, scopeOf(scoped), moment);
  voteForZone(state, correlation, record.at);
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
  return operation;
}

/** Whether another record of the same text would enter the same, whatever stands around it. */
function isTimeless({ successes, context }: RecordReading): boolean {
  return successes.length === 0 && context.every(({ match }) => match.groups === undefined);
}

/** Is the observation about something that is no id of one request, document or run? */
function isOfNoId({ observation: { subject } }: EnteredObservation): boolean {
  return subject === null || !UUID.test(subject.id);
}

/** Of a text that is remembered to the letter, so that thousands of them need little memory. */
const LONGEST_EXACT = 1000;

/** Would a record whose numbers are others enter something else? */
function dependsOnNumbers(
  text: string,
  tried: readonly ScanMatcher[],
  noted: readonly EnteredObservation[],
): boolean {
  return (
    tried.some((matcher) => !matcher.ignoresNumbers()) ||
    namesMetadata(text) ||
    noted.some(({ observation: { subject } }) => subject !== null && hasNumber(subject.id))
  );
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** Are the first `length` characters of a text as many bytes? */
function isAscii(text: string, length: number): boolean {
  return Buffer.byteLength(text.slice(0, length)) === length;
}
