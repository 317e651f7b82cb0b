const STATES = 'STOPPED|START_PENDING|STOP_PENDING|RUNNING|CONTINUE_PENDING|PAUSE_PENDING|PAUSED';
/** The label is in the language of the system, the word is not. */
const STATE = new RegExp(`^[^:\\r\\n]{1,60}:\\s+[1-7]\\s+(${STATES})\\b`, 'm');

/** The state of a service, from what `sc.exe query NAME` prints: `RUNNING`, `STOPPED` …; null where none is said. */
export function parseServiceState(text: string): string | null {
  return STATE.exec(text)?.[1] ?? null;
}
