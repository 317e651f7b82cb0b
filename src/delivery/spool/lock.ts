import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { PrivateFolder } from '../../platform/private-folder.ts';

export interface LockOptions {
  readonly clock: Clock;
  /** By `clock.elapsed()`: until then the lock is waited for, and held at most. */
  readonly deadline: number;
  /** What tells a running process from others that had its number; null when none has it. */
  readonly processMark: (pid: number) => string | null;
  readonly pid: number;
}

export interface Lock {
  release(): void;
}

/**
 * `PID-MARK-UNTIL-RANDOM.lock`, UNTIL in milliseconds since 1970: the name says it all, so a lock is never half-made.
 */
const NAME = /^(\d{1,10})-(\d{1,20})-(\d{10,15})-[0-9a-f]{16}\.lock$/;
/** Runs end a little after their deadline. */
const GRACE_MS = 30_000;
/** No run takes longer; a later end means that the clock was set back. */
const LONGEST_MS = 2 * 3_600_000;
const SHORTEST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 120;

/**
 * Takes the lock of a folder, or gives null when another run holds it until the deadline. Each run makes a file with
 * a name of its own and then looks whether there is another: of two runs at least one sees the other and steps back.
 * A name is never used again, so that a file of a run that was killed can be removed by anybody.
 *
 * @throws FilesError
 */
export async function takeLock(folder: PrivateFolder, options: LockOptions): Promise<Lock | null> {
  const { clock, deadline, pid, processMark } = options;
  for (;;) {
    if (!isHeld(folder, options)) {
      const until = Math.ceil(clock.now() + Math.max(0, deadline - clock.elapsed()) + GRACE_MS);
      const name = `${pid}-${processMark(pid) ?? 0}-${until}-${randomBytes(8).toString('hex')}.lock`;
      folder.write(name, '');
      const release = (): void => folder.remove(name);
      if (!isHeld(folder, options, name)) return { release };
      release();
    }
    const wait = SHORTEST_WAIT_MS + clock.random() * (LONGEST_WAIT_MS - SHORTEST_WAIT_MS);
    if (clock.elapsed() + wait >= deadline) return null;
    await clock.sleep(wait);
  }
}

/** Whether another run holds the lock; what runs left that are no more is removed. */
function isHeld(folder: PrivateFolder, options: LockOptions, own?: string): boolean {
  let held = false;
  for (const name of folder.names()) {
    if (name === own) continue;
    if (isStale(name, options)) folder.remove(name);
    else held ||= NAME.test(name);
  }
  return held;
}

/** Anything else in the folder is no lock, and in nobody's way. */
function isStale(name: string, { clock, processMark }: LockOptions): boolean {
  const [, pid, mark, until] = NAME.exec(name) ?? [];
  if (pid === undefined || until === undefined) return false;
  const left = Number(until) - clock.now();
  return left < 0 || left > LONGEST_MS || processMark(Number(pid)) !== mark;
}
