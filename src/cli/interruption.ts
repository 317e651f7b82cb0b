import { setImmediate } from 'node:timers/promises';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Ending = (typeof ENDING)[number];

/** The program was told to end, and has cleared away what it had made for itself. */
export class Interrupted extends Error {
  readonly code: Ending;

  constructor(code: Ending) {
    super(`ended by ${code}`);
    this.name = 'Interrupted';
    this.code = code;
  }
}

/**
 * Runs work that leaves something behind unless it comes to its end: a signal that would end the program aborts the
 * work, and `Interrupted` is thrown in place of its result. A second signal ends the program at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const end = (name: NodeJS.Signals): void => ended.abort(new Interrupted(name as Ending));
  for (const name of ENDING) process.once(name, end);
  try {
    const result = await work(ended.signal);
    // A signal that came while the work did not wait is heard when the event loop has gone round.
    await setImmediate();
    await setImmediate();
    ended.signal.throwIfAborted();
    return result;
  } finally {
    for (const name of ENDING) process.off(name, end);
  }
}
