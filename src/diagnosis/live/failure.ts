import type { LifecycleEvent } from '../../../parsers/agent-log/lifecycle.ts';

/** Exit status of a step that failed, or that there is none. */
export type Failure = number | 'no-status';

/** The run asked for a restart, and goes on after it (Linux and macOS; Windows). */
const REBOOT = new Set([194, 3010]);
/** What the agent adds to the stderr of a step that failed, without an end of the line. */
const ADDED =
  /failed to run commands: (?:exit status (?<status>\d{1,10})|(?:exit status|signal:|exec:|fork\/exec) [^\n]+)$/;
const MOST_ADDED = 300;

/** The failure that the log tells of; null where it tells of none. */
export function failureIn(event: LifecycleEvent): Failure | null {
  switch (event.kind) {
    case 'step-ended':
      return event.status === null ? 'no-status' : failureOf(event.status);
    case 'not-begun':
      return 'no-status';
    case 'reported':
      return event.status === 'Success' ? null : 'no-status';
    default:
      return null;
  }
}

/** The failure that the end of a step's stderr tells of: nothing comes behind it. Null where it tells of none. */
export function failureAtEnd(stderr: Buffer): Failure | null {
  const match = ADDED.exec(stderr.subarray(-MOST_ADDED).toString('latin1'));
  if (match === null) return null;
  const status = match.groups?.status;
  return status === undefined ? 'no-status' : failureOf(Number(status));
}

function failureOf(status: number): Failure | null {
  return status === 0 || REBOOT.has(status) ? null : status;
}
