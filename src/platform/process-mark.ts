import { readFileSync } from 'node:fs';

/** Of a process that runs where the system does not tell when it started. */
const RUNS = '0';
/** Killed, and not yet waited for by the one that started it. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X']);
/** Of the fields behind the state: ticks from the start of the machine to that of the process. */
const STARTED = 18;

/**
 * What tells a running process from another one that had, or will have, its number: on Linux when it started, elsewhere
 * no more than that it runs. Null when no process has the number. One of another user's counts.
 */
export function processMark(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null;
  }
  const [state = '', ...fields] = statOf(pid);
  if (ENDED.has(state)) return null;
  const ticks = fields[STARTED] ?? '';
  return /^\d{1,20}$/.test(ticks) ? ticks : RUNS;
}

/**
 * The fields of proc(5)'s stat from the third on, which is the state; empty where there is none. The second is a name,
 * which may hold anything.
 */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
