import { correlate } from '../../../parsers/agent-log/correlation.ts';
import { type AgentHead, parseAgentHead } from '../../../parsers/agent-log/record.ts';
import { type Catalogue, familyBits } from '../../causes/catalogue.ts';
import type { EngineState } from '../model.ts';
import { isLater } from '../moments.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import type { RecordSink, RecordSpan } from '../scan/scanner.ts';
import { noteUnknown } from '../unknown/miner.ts';
import { absorb } from './absorb.ts';
import { isAboutAssociations, scopeOf, withAssociation, withNamedAssociation } from './agent-scope.ts';
import { agentSighting, momentOf, sightingIn } from './agent-sighting.ts';
import { type AgentText, readAgentText, readJournalText, readLogText } from './agent-text.ts';
import { isCopy } from './copies.ts';
import type { FileFacts } from './file-facts.ts';
import { nodeIdIn, noteNode, voteForZone } from './node-facts.ts';
import { noteAgain } from './note.ts';
import { operationOf } from './operations.ts';
import { type RecordReading, readRecord } from './reading-of.ts';
import { type Entered, type EnteredObservation, Repeats } from './repeats.ts';
import { noteAgentSuccess } from './successes.ts';
import { textOf } from './text.ts';

const SYSTEM = familyBits(['system']);

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
  const telling = read.ofOther ? candidates.filter((matcher) => mayTell(read, matcher)) : candidates;
  const reading = readRecord(telling, record.body, record.body.length + 1);
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
  const isAbout = isAboutAssociations(reading, record.body);
  const operation = operationOf(
    state,
    scopeOf(isAbout ? withAssociation(correlation, record.contexts, span) : correlation),
  );
  voteForZone(state, correlation, record.at);
  const moment = momentOf(span, file, record);
  const noted: EnteredObservation[] | null =
    repeats !== null && operation.scope.kind === 'agent' && !isAbout && isTimeless(reading) ? [] : null;
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
    noted === null
      ? undefined
      : (observation, { matcher, match }) => noted.push({ observation, signal: matcher.id, at: match.index }),
  );
  if (noted !== null)
    repeats?.remember(read.text, read.headEnd, {
      observations: noted,
      harmless: reading.harmless.flatMap(({ matcher }) => state.harmless.get(matcher.id) ?? []),
      bodyAt: record.bodyAt - read.headEnd,
    });
}

/** Whether another record of the same text would enter the same, whatever stands around it. */
function isTimeless({ successes, context }: RecordReading): boolean {
  return successes.length === 0 && context.every(({ match }) => match.groups === undefined);
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
