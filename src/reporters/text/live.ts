import type {
  FindingEvent,
  OperationEvent,
  StandingCause,
  StandingEvent,
  TimedEvent,
  WatchEvent,
} from '../../report/live-event.ts';
import type { Operation, Verdict } from '../../report/report.ts';
import type { TextOptions } from '../text.ts';
import { printable } from '../wording/printable.ts';
import { timeText } from '../wording/times.ts';
import { colored, type Style, uncolored } from './ansi.ts';
import { clipEnd } from './columns.ts';

/** What stands at the beginning of a line, and how it is shown. */
interface Mark {
  readonly word: string;
  readonly style: Style;
}

/** Columns of the mark; the longest word is `recovered`. */
const MARK = 11;

/** An event as one line that fits the terminal; `verbose` adds the line that proves a finding, and what to do. */
export function liveText(event: TimedEvent, options: TextOptions): string {
  const { width, color, unicode, verbose } = options;
  const paint = color ? colored : uncolored;
  const time = event.at.slice(11, 19);
  const { mark, text } = told(event);
  const room = width - time.length - 1 - MARK;
  const head = `${paint(time, 'faint')} ${paint(mark.word, mark.style)}${' '.repeat(MARK - mark.word.length)}`;
  const clipped = (line: string): string => clipEnd(printable(line, unicode), room, unicode ? '…' : '...');
  const line = head + clipped(text);
  const more = verbose && event.type === 'finding' ? furtherLines(event) : [];
  const margin = ' '.repeat(time.length + 1 + MARK);
  return [
    line,
    ...more.map((further) => margin + printable(further, unicode)),
    ...(event.type === 'standing' ? standingLines(event) : []).map((each) => margin + clipped(each)),
  ]
    .map((each) => `${each}\n`)
    .join('');
}

function told(event: WatchEvent): { readonly mark: Mark; readonly text: string } {
  switch (event.type) {
    case 'operation':
      return { mark: markOfOperation(event), text: operationText(event) };
    case 'finding':
      return { mark: markOfFinding(event), text: findingText(event) };
    case 'unknown':
      return { mark: { word: 'unknown', style: 'doubt' }, text: event.template };
    case 'lost':
      return { mark: { word: 'lost', style: 'doubt' }, text: `${event.file}: ${event.detail}` };
    case 'polling':
      return { mark: { word: 'polling', style: 'doubt' }, text: `${event.folder}: ${event.reason}` };
    case 'standing':
      return {
        mark: { word: 'so far', style: event.active.length === 0 ? 'plain' : 'bad' },
        text: standingText(event),
      };
    case 'watching':
      return { mark: { word: 'watching', style: 'faint' }, text: watchingText(event.files, event.folders) };
    case 'end':
      return {
        mark: { word: 'end', style: 'faint' },
        text: `${event.lines} lines, ${event.findings} findings`,
      };
  }
}

function markOfOperation({ outcome }: OperationEvent): Mark {
  if (outcome === null) return { word: 'started', style: 'plain' };
  if (outcome === 'success') return { word: 'success', style: 'good' };
  return outcome === 'failed' ? { word: 'failed', style: 'bad' } : { word: 'ended', style: 'doubt' };
}

function operationText({ operation, exitStatus }: OperationEvent): string {
  const status = exitStatus === null ? '' : `, exit status ${exitStatus}`;
  return `${nameOf(operation)}${status}`;
}

function markOfFinding({ change }: FindingEvent): Mark {
  if (change === 'recovered') return { word: 'recovered', style: 'good' };
  return { word: change === 'new' ? 'cause' : 'again', style: 'bad' };
}

function findingText({ cause, title, subject, operation }: FindingEvent): string {
  const where = operation.commandId ?? operation.associationId;
  const about = subject.kind === 'node' || subject.id === where ? '' : `, ${subject.id}`;
  return `${cause}${where === null ? '' : ` in ${where.slice(0, SHORT)}`}: ${title}${about}`;
}

/** So much of an id tells it from the others on one node; all of it is among the lines for programs. */
const SHORT = 8;

function nameOf({ kind, commandId, associationId, id, documentName }: Operation): string {
  const short = (commandId ?? associationId)?.slice(0, SHORT) ?? id;
  return documentName === null ? `${kind} ${short}` : `${kind} ${short} ${documentName}`;
}

/** What is listed of each, under the line that counts them. */
const LISTED = 5;

function standingText({ verdict, active, running }: StandingEvent): string {
  const going = running.length === 0 ? 'no run goes on' : `${count(running.length, 'run')} under way`;
  return `${STANDING[verdict ?? 'unknown'](active.length)}; ${going}`;
}

const STANDING: Readonly<Record<Verdict | 'unknown', (active: number) => string>> = {
  compliant: () => 'nothing is wrong',
  'non-compliant': (active) => `${count(active, 'cause')} active`,
  inconclusive: () => 'no known cause is active, but not all could be told',
  unknown: () => 'could not be diagnosed',
};

function standingLines({ active, running }: StandingEvent): string[] {
  const rest = active.length - LISTED;
  return [
    ...active.slice(0, LISTED).map(causeText),
    ...(rest > 0 ? [`and ${count(rest, 'more cause')}; see ssm-doctor diagnose`] : []),
    ...running.slice(0, LISTED).map((operation) => `under way: ${nameOf(operation)}`),
    ...(running.length > LISTED ? [`and ${count(running.length - LISTED, 'more run')}`] : []),
  ];
}

function causeText({ cause, title, subject, firstSeen }: StandingCause): string {
  const since = firstSeen === null ? '' : ` since ${timeText(firstSeen)}`;
  return `${cause}${since}: ${title}${subject.kind === 'node' ? '' : `, ${subject.id}`}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function watchingText(files: number, folders: readonly string[]): string {
  const what =
    files === 0
      ? `no logs yet in ${folders[0] ?? 'any folder'}`
      : `${count(files, 'log')}, ${count(folders.length, 'folder')}`;
  return `${what}; times are UTC; Ctrl-C ends`;
}

function furtherLines({ evidence, remedy, change }: FindingEvent): string[] {
  const lines: string[] = [];
  if (evidence !== null) lines.push(`${evidence.file}:${evidence.line}  "${evidence.excerpt}"`);
  if (remedy !== null && change !== 'recovered') lines.push(`fix  ${remedy.step}`);
  return lines;
}
