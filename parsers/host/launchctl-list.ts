/** What `launchctl list LABEL` says of a job that is loaded. */
export interface Job {
  /** Null where it does not run. */
  readonly pid: number | null;
  /** As `wait` gives it; null before it first ended. */
  readonly lastExitStatus: number | null;
}

/** Lines of `"Key" = value;`. */
export function parseJob(text: string): Job {
  const numberOf = (key: string): number | null => {
    const value = new RegExp(`^\\s*"${key}" = (-?\\d{1,10});`, 'm').exec(text)?.[1];
    return value === undefined ? null : Number(value);
  };
  return { pid: numberOf('PID'), lastExitStatus: numberOf('LastExitStatus') };
}
