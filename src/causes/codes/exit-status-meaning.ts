import type { Platform } from '../../vocabulary.ts';

/** What becomes of a step that ends with a status. */
export type StatusOutcome = 'success' | 'failure' | 'reboot' | 'stopped' | 'internal';

/** What one program means by an exit status. Several programs may mean different things by the same one. */
export interface ExitStatusMeaning {
  readonly statuses: readonly number[];
  /** The name that its program has for it. */
  readonly name: string | null;
  /** Who gives it this meaning. */
  readonly by: string;
  readonly platforms: readonly Platform[];
  /** `internal`: seen in messages only, never as the status of a process. */
  readonly outcome: StatusOutcome;
  readonly meaning: string;
  /** What misleads, and how to tell; empty when nothing does. */
  readonly trap: string;
  readonly causes: readonly string[];
}

export const UNIX: readonly Platform[] = ['linux', 'macos'];
export const LINUX: readonly Platform[] = ['linux'];
export const WINDOWS: readonly Platform[] = ['windows'];
export const ALL: readonly Platform[] = ['linux', 'macos', 'windows'];

/** One meaning; without a name, a trap or causes where none are given. */
export function status(
  statuses: readonly number[],
  by: string,
  platforms: readonly Platform[],
  outcome: StatusOutcome,
  meaning: string,
  more: Partial<Pick<ExitStatusMeaning, 'name' | 'trap' | 'causes'>> = {},
): ExitStatusMeaning {
  return { statuses, by, platforms, outcome, meaning, name: null, trap: '', causes: [], ...more };
}
