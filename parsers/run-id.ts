/** A run of an association: `2020-05-26T00-32-29.017Z` (ssm-agent `ToIsoDashUTC`), the time when it began. */
const RUN_ID = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2})-(\d{2})-(\d{2})(\.\d+)?Z?)?/;

export function isRunId(name: string): boolean {
  return RUN_ID.test(name);
}

/** Milliseconds UTC of a run id; null when it is none, or no time. */
export function parseRunId(runId: string): number | null {
  const match = RUN_ID.exec(runId);
  if (match === null) return null;
  const [, day, hour = '00', minute = '00', second = '00', fraction = ''] = match;
  const time = Date.parse(`${day}T${hour}:${minute}:${second}${fraction}Z`);
  return Number.isNaN(time) ? null : time;
}
