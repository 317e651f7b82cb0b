const UTC = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time of the report for people: `2026-11-20 03:12Z`; what is no UTC time stays as it is. */
export function timeText(time: string): string {
  const parts = UTC.exec(time);
  return parts === null ? time : `${parts[1]} ${parts[2]}Z`;
}

/** How long before `now` it was: `3 d ago`; null when one of the times is not known or it lies in the future. */
export function ageText(time: string, now: string): string | null {
  const age = Date.parse(now) - Date.parse(time);
  if (!UTC.test(time) || !(age >= 0)) return null;
  if (age < MINUTE) return 'just now';
  if (age < 2 * HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  return age < 2 * DAY ? `${Math.floor(age / HOUR)} h ago` : `${Math.floor(age / DAY)} d ago`;
}
