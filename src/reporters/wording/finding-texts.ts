import type { Evidence, Finding, LiveFailure } from '../../report/report.ts';
import { ageText, timeText } from './times.ts';
import { occurrences, spaced } from './words.ts';

/** What Systems Manager was doing: document, ids, start, area. Not printable yet. */
export function operationTexts({ area, operation }: Finding): string[] {
  const { kind, id, documentName, associationId, commandId, startedAt } = operation;
  const parts = [`${spaced(kind)} ${documentName ?? ''}`.trimEnd()];
  if (associationId !== null) parts.push(`association ${associationId}`);
  if (commandId !== null) parts.push(`command ${commandId}`);
  if (id !== '' && id !== associationId && id !== commandId) parts.push(`operation ${id}`);
  if (startedAt !== null) parts.push(`started ${timeText(startedAt)}`);
  return [...parts, `area ${area}`];
}

/** How often and when a finding showed. Not printable yet. */
export function findingSeenTexts(finding: Finding, now: string): string[] {
  const trend = trendText(finding);
  return [occurrences(finding), ...seenTexts(finding, now), ...(trend === null ? [] : [trend])];
}

/** What became of a finding since the last report, in full; null where there is nothing to say. Not printable yet. */
export function trendText({ trend }: Finding): string | null {
  switch (trend?.kind) {
    case undefined:
      return null;
    case 'new':
      return 'new since the last report';
    case 'ongoing':
      return trend.since === null ? 'ongoing' : `ongoing since ${timeText(trend.since)}`;
    case 'recovered':
      return 'recovered since the last report';
  }
}

/** What a check says about it at this moment; null where none says anything. Not printable yet. */
export function liveText({ live }: Pick<Finding, 'live'>): string | null {
  if (live === null) return null;
  const said = `${live.check}: ${live.summary}`;
  switch (live.status) {
    case 'confirmed':
      return `confirmed by ${said}`;
    case 'refuted':
      return `refuted by ${said}. It counts as active until what failed has succeeded`;
    case 'not-seen':
      return `not seen by ${said}`;
  }
}

/** What a check found wrong that no finding tells. Not printable yet. */
export function failureText({ check, cause, summary }: LiveFailure): string {
  return `${check}: ${summary}${cause === null ? '' : ` (${cause})`}`;
}

/** The same in two words; null where nothing was seen. */
export function liveWord({ live }: Pick<Finding, 'live'>): string | null {
  return live === null || live.status === 'not-seen' ? null : `${live.status} now`;
}

/** First and last time, as far as they are known. Not printable yet. */
export function seenTexts(
  { firstSeen, lastSeen }: Pick<Finding, 'firstSeen' | 'lastSeen'>,
  now: string,
): string[] {
  const parts: string[] = [];
  if (firstSeen !== null) parts.push(`first ${timeText(firstSeen)}`);
  if (lastSeen !== null) parts.push(`last ${withAge(lastSeen, now)}`);
  return parts;
}

function withAge(time: string, now: string): string {
  const age = ageText(time, now);
  return age === null ? timeText(time) : `${timeText(time)} (${age})`;
}

/** When a line was written: in UTC where known, and as it stands there. Not printable yet. */
export function evidenceTimes({ time }: Evidence): string[] {
  const { raw, utc } = time;
  return [utc === null ? '' : timeText(utc), raw === '' || raw === utc ? '' : `[${raw}]`].filter(
    (text) => text !== '',
  );
}

/** The lines of an excerpt; none when it is empty. Not printable yet. */
export function excerptLines({ excerpt }: Evidence): string[] {
  return excerpt === '' ? [] : excerpt.split(/\r\n|\r|\n/);
}

/** Values taken out of the evidence, as `name=value`. Not printable yet. */
export function captureTexts({ captures }: Finding): string[] {
  return Object.entries(captures).map(([name, value]) => `${name}=${value}`);
}
