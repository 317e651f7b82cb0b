import type { Coverage, Finding, Harmless, LiveFailure, Unrecognized } from '../../report/report.ts';
import { failureText } from '../wording/finding-texts.ts';
import type { Selection } from '../wording/selection.ts';
import { ageText, timeText } from '../wording/times.ts';
import { gapText, numberText, placeOf, spaced } from '../wording/words.ts';
import { displayWidth } from './display-width.ts';
import { labelled, type Row } from './row.ts';
import { quoted, type Sheet, shorten, shortenPath } from './sheet.ts';

/** Column behind the labels of the notes. */
export const NOTE_HANG = 15;
/** Paths in notes stand beside other text. */
const PATH_COLUMNS = 34;
/** What is quoted or explained may take further lines on a narrow page. */
const QUOTE_COLUMNS = 60;
const WHY_COLUMNS = 90;

/** One line for a finding that is over: what, whether the last report had it active, when, and what proves it. */
export function recoveredRow(sheet: Sheet, finding: Finding, index: number): Row {
  const label = index === 0 ? 'recovered' : '';
  const cause = shorten(sheet, finding.cause, 40);
  const proof = finding.recoveredBy?.evidence ?? null;
  if (proof === null) return labelled(label, cause, NOTE_HANG);
  const when = timeText(sheet.print(proof.time.utc ?? proof.time.raw));
  const room = sheet.width - NOTE_HANG;
  const news = finding.trend === undefined ? '' : '(new)';
  const head = [cause, news, when, 'by'].filter((part) => part !== '').join(' ');
  const place = shortenPath(
    sheet,
    placeOf(proof),
    Math.max(12, Math.min(PATH_COLUMNS, room - head.length - 1)),
  );
  const text = `${head} ${place}`;
  const left = room - displayWidth(text) - 1;
  return labelled(label, left < 12 ? text : `${text} ${quoted(sheet, proof.excerpt, left)}`, NOTE_HANG);
}

/** What a check of the running machine finds wrong, and no cause above tells. */
export function alsoNowRow(sheet: Sheet, failure: LiveFailure, index: number): Row {
  const text = shorten(sheet, failureText(failure), Math.max(2 * (sheet.width - NOTE_HANG), QUOTE_COLUMNS));
  return labelled(index === 0 ? 'also now' : '', text, NOTE_HANG);
}

/** A line that looks like trouble, and why it is none. */
export function harmlessRow(sheet: Sheet, harmless: Harmless, index: number): Row {
  const room = sheet.width - NOTE_HANG;
  const excerpt = harmless.evidence[0]?.excerpt ?? harmless.id;
  const why = shorten(sheet, harmless.why, Math.max(room, WHY_COLUMNS));
  const text = `${quoted(sheet, excerpt, Math.max(room, QUOTE_COLUMNS))} ${sheet.times}${harmless.count}: ${why}`;
  return labelled(index === 0 ? 'not the cause' : '', text, NOTE_HANG);
}

/** An error line that no cause knows, how often and where it stands. */
export function unknownRow(sheet: Sheet, unknown: Unrecognized, index: number): Row {
  const room = sheet.width - NOTE_HANG;
  const parts = [
    `${quoted(sheet, unknown.template, Math.max(room, QUOTE_COLUMNS) + 12)} ${sheet.times}${unknown.count}`,
  ];
  const last = unknown.evidence.at(-1);
  if (last !== undefined) parts.push(shortenPath(sheet, placeOf(last), Math.min(PATH_COLUMNS, room - 1)));
  if (unknown.lastSeen !== null) parts.push(lastText(sheet, unknown.lastSeen));
  return labelled(index === 0 ? 'unknown' : '', parts.join(', '), NOTE_HANG);
}

function lastText(sheet: Sheet, time: string): string {
  return `last ${ageText(time, sheet.report.run.now) ?? timeText(sheet.print(time))}`;
}

/** A file whose missing part may hide a cause, and what to do about it. */
export function cutRow(sheet: Sheet, file: Coverage, index: number): Row {
  const room = sheet.width - NOTE_HANG;
  const path = shortenPath(sheet, file.file, room);
  const why = shorten(sheet, gapText(file, sheet.report.node.platform), room + 12);
  return labelled(index === 0 ? 'not read' : '', `${path} (${why})`, NOTE_HANG);
}

/** How many other files were left aside, by reason; nothing when none was. What is simply not there is not told. */
export function asideRows({ aside, cut }: Selection): Row[] {
  const counts = new Map<string, number>();
  for (const { reason } of aside) {
    if (reason === null || reason === 'not-found') continue;
    counts.set(spaced(reason), (counts.get(spaced(reason)) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const text = [...counts].map(([reason, count]) => `${numberText(count)} ${reason}`).join(', ');
  return [
    labelled(cut.length > 0 ? '' : 'not read', `${cut.length > 0 ? 'others: ' : ''}${text}`, NOTE_HANG),
  ];
}
