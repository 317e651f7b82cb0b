import { bundlePath } from './bundle.ts';

/** What starts the program under test, and the words that come before its arguments. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** The bundle, to look inside a run of it; null when the program is one executable. */
  readonly script: string | null;
}

/** An executable to test instead of the bundle, by its absolute path. */
const EXECUTABLE = process.env.SSM_DOCTOR_PROGRAM ?? '';

export const IS_EXECUTABLE = EXECUTABLE !== '';

/** The bundle, as it is shipped; the executable that SSM_DOCTOR_PROGRAM names. */
export function program(): Program {
  if (IS_EXECUTABLE) return { file: EXECUTABLE, args: [], script: null };
  const script = bundlePath();
  return { file: process.execPath, args: [script], script };
}
