import type { Evidence, Finding, Severity } from '../../report/report.ts';
import { liveText, liveWord } from '../wording/finding-texts.ts';
import { ageText, timeText } from '../wording/times.ts';
import { occurrences, placeOf, spaced } from '../wording/words.ts';
import { remedyRows, type Telling, verifyRows } from './advice.ts';
import type { Style } from './ansi.ts';
import { HANG, INDENT } from './block.ts';
import { displayWidth } from './display-width.ts';
import { indented, labelled, plain, type Row } from './row.ts';
import { quoted, type Sheet, shorten, shortenPath } from './sheet.ts';

const PROOF_LINES = 3;
const LIVE_LINES = 3;
const NAMED_CONSEQUENCES = 4;
/** Lines above the proof that are shown with it, where they are evidence, too. */
const LOOK_ABOVE = 2;
/** Columns of a path that shares its line with a quotation, and the least of the quotation. */
const LISTED_PATH = 40;
const LISTED_QUOTE = 16;
/** The first group of an id tells runs apart; the proof's path has it whole. */
export const UUID_TAIL = /(?<=^[a-z]+ [0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  CRITICAL: 'bad',
  HIGH: 'bad',
  MEDIUM: 'doubt',
  LOW: 'plain',
  INFORMATIONAL: 'plain',
};

/** An active cause as a numbered block; `short` tells the first two steps of the remedy only. */
export function findingRows(sheet: Sheet, finding: Finding, number: number, telling: Telling): Row[] {
  return [
    ...headRows(sheet, finding, number, [
      finding.trend?.kind ?? null,
      sinceText(sheet, finding),
      occurrences(finding),
      doubtText(finding),
    ]),
    indented(titleText(sheet, finding), INDENT),
    ...operationRows(sheet, finding),
    ...proofRows(sheet, finding.evidence),
    ...liveRows(sheet, finding),
    ...consequenceRows(sheet, finding),
    ...remedyRows(sheet, finding, telling),
    ...verifyRows(sheet, finding),
    ...ruleRows(sheet, finding),
  ];
}

/** What a check of the running machine says. */
function liveRows(sheet: Sheet, finding: Finding): Row[] {
  const text = liveText(finding);
  return text === null ? [] : [labelled('now', shorten(sheet, text, LIVE_LINES * sheet.width), HANG, INDENT)];
}

/** Whose word it is where it is not the product's own. */
function ruleRows(sheet: Sheet, { rule }: Finding): Row[] {
  if (rule === undefined) return [];
  return [labelled('rule', shortenPath(sheet, rule, sheet.width - HANG), HANG, INDENT)];
}

/** An active cause in short: when, and the line that proves it. */
export function listedRows(sheet: Sheet, finding: Finding, number: number): Row[] {
  const head = headRows(sheet, finding, number, [
    finding.trend?.kind ?? null,
    liveWord(finding),
    sinceText(sheet, finding),
    occurrences(finding),
  ]);
  const [evidence] = finding.evidence;
  if (evidence === undefined) return head;
  const room = sheet.width - INDENT;
  const place = shortenPath(sheet, placeOf(evidence), Math.min(room, LISTED_PATH));
  const left = room - displayWidth(place) - 2;
  const said = quoted(sheet, evidence.excerpt, left, evidence.time.raw);
  return [
    ...head,
    indented(evidence.excerpt.trim() === '' || left < LISTED_QUOTE ? place : `${place}  ${said}`, INDENT),
  ];
}

/**
 * The first line of a block: number, cause, severity, and what else is to be said there. On a narrow page the cause
 * stands alone, so that its id is whole.
 */
export function headRows(
  sheet: Sheet,
  finding: Finding,
  number: number,
  said: readonly (string | null)[],
): Row[] {
  const counter = { text: `${number} `.padEnd(INDENT), style: 'strong' } as const;
  const name = shorten(sheet, finding.cause, sheet.width - counter.text.length);
  const cause = { text: name, style: 'strong' } as const;
  const severity = { text: finding.severity, style: SEVERITY_STYLES[finding.severity] };
  const text = said.filter((part) => part !== null).join(', ');
  const row = { text, hang: INDENT, breaks: 'anywhere' } as const;
  const columns = counter.text.length + displayWidth(name) + severity.text.length + 4;
  if (columns <= sheet.width) return [{ ...row, lead: [counter, cause, plain('  '), severity, plain('  ')] }];
  return [
    { ...row, lead: [counter, cause], text: '' },
    { ...row, lead: [plain(' '.repeat(INDENT)), severity, plain('  ')] },
  ];
}

function sinceText(sheet: Sheet, { firstSeen, lastSeen, evidence }: Finding): string | null {
  const raw = evidence[0]?.time.raw ?? '';
  if (firstSeen === null && lastSeen === null) return raw === '' ? null : `seen ${shorten(sheet, raw, 40)}`;
  const from = firstSeen ?? lastSeen ?? '';
  const to = lastSeen ?? from;
  const age = ageText(to, sheet.report.run.now);
  const start = timeText(sheet.print(from));
  if (timeText(sheet.print(to)) === start) return `since ${start}${age === null ? '' : ` (${age})`}`;
  return `since ${start}, last ${age ?? timeText(sheet.print(to))}`;
}

function doubtText(finding: Finding): string | null {
  return finding.confidence === 'high' ? null : `${finding.confidence} confidence`;
}

/** What is wrong, and with what. */
export function titleText(sheet: Sheet, { title, subject }: Pick<Finding, 'title' | 'subject'>): string {
  const said = shorten(sheet, title, 2 * sheet.width);
  const isSaid = subject.kind === 'node' || subject.id === '' || title.includes(subject.id);
  return isSaid ? said : `${said}: ${spaced(subject.kind)} ${shorten(sheet, subject.id, sheet.width)}`;
}

/** The chain from the association or command down to the step and its exit status. */
function operationRows(sheet: Sheet, { operation, captures }: Finding): Row[] {
  const { kind, documentName, associationId, commandId } = operation;
  if (documentName === null && associationId === null && commandId === null) return [];
  const run = associationId === null ? commandId && `command ${commandId}` : `association ${associationId}`;
  const id = run && shorten(sheet, run.replace(UUID_TAIL, sheet.ellipsis), 60);
  const work = id?.startsWith(`${kind} `) ? '' : spaced(kind);
  const document = documentName === null ? '' : shorten(sheet, documentName, 60);
  const { step, exitCode } = captures;
  const parts = [
    `${work} ${document}`.trim(),
    id ?? '',
    step === undefined ? '' : `step ${shorten(sheet, step, 60)}`,
    exitCode === undefined ? '' : `exit status ${shorten(sheet, exitCode, 20)}`,
  ].filter((part) => part !== '');
  return [labelled('during', parts.join(', '), HANG, INDENT)];
}

/** The line that proves it; where that only says that something failed, with the lines above that say what. */
function proofRows(sheet: Sheet, [evidence, ...others]: readonly Evidence[]): Row[] {
  if (evidence === undefined) return [];
  const room = sheet.width - HANG;
  const place = shortenPath(sheet, placeOf(evidence), room);
  if (evidence.excerpt.trim() === '') return [labelled('proof', place, HANG, INDENT)];
  const said = quoted(sheet, evidence.excerpt, room * PROOF_LINES, evidence.time.raw);
  const above = linesAbove(evidence, others).map((line) => quoted(sheet, line.excerpt, room, line.time.raw));
  const line = `${place}  ${said}`;
  if (above.length === 0 && displayWidth(line) <= room) return [labelled('proof', line, HANG, INDENT)];
  return [labelled('proof', place, HANG, INDENT), ...[...above, said].map((text) => indented(text, HANG))];
}

/** Lines with a time of their own are other events. */
function linesAbove({ file, line, time }: Evidence, others: readonly Evidence[]): Evidence[] {
  if (time.raw !== '') return [];
  return others
    .filter((other) => other.file === file && other.line < line && line - other.line <= LOOK_ABOVE)
    .filter((other) => other.time.raw === '')
    .sort((a, b) => a.line - b.line);
}

function consequenceRows(sheet: Sheet, { leadsTo }: Finding): Row[] {
  if (leadsTo.length === 0) return [];
  const named = leadsTo.slice(0, NAMED_CONSEQUENCES).map((cause) => shorten(sheet, cause, 60));
  const more = leadsTo.length - named.length;
  const text = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  return [labelled('led to', text, HANG, INDENT)];
}
