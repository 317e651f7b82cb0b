import { readFileSync } from 'node:fs';
import { processMark } from '../platform/process-mark.ts';
import type { Processes } from '../platform/processes.ts';

/**
 * What tells a running process from others that had its number, in this run of the machine or an earlier one:
 * - Linux: `boot ID TICKS`, the run of the machine and when the process started in it
 * - macOS: `started SECONDS`, since 1970, a second more or less
 * - Windows: `image NAME`
 * - `runs` where the system does not tell more
 */
export type OwnerMark = string;

export interface Owners {
  /** The number of this process. */
  readonly self: number;
  /** Null when no process has the number. */
  mark(pid: number): OwnerMark | null;
}

const RUNS = 'runs';
/** Of `processMark`, where the system does not tell. */
const UNKNOWN_START = '0';
/** Seconds that a start may seem to be off: elapsed time is given in whole ones. */
const ROUNDING = 3;
const SECONDS = [86_400, 3600, 60, 1];

export function ownersOf(platform: NodeJS.Platform, processes: Processes, now: () => number): Owners {
  return {
    self: process.pid,
    mark(pid) {
      const ticks = processMark(pid);
      if (ticks === null) return null;
      switch (platform) {
        case 'darwin':
          return startedMark(processes.output('/bin/ps', ['-o', 'etime=', '-p', String(pid)]), now());
        case 'win32':
          return imageMark(processes.output(taskList(), ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']));
        default:
          return ticks === UNKNOWN_START ? RUNS : bootMark(ticks);
      }
    },
  };
}

/** Is what was written down of a process true of the one that has its number now? When in doubt, yes. */
export function isSameOwner(written: OwnerMark, now: OwnerMark | null): boolean {
  if (now === null) return false;
  if (written === now || written === RUNS || now === RUNS) return true;
  const [before, after] = [written, now].map((mark) =>
    Number(/^started (\d+)$/.exec(mark)?.[1] ?? Number.NaN),
  );
  return Math.abs((before ?? Number.NaN) - (after ?? Number.NaN)) <= ROUNDING;
}

function bootMark(ticks: string): OwnerMark {
  try {
    return `boot ${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${ticks}`;
  } catch {
    return RUNS;
  }
}

/** `[[DAYS-]HOURS:]MINUTES:SECONDS`, the same in every language. */
function startedMark(elapsed: string | null, now: number): OwnerMark {
  const fields = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/.exec(elapsed?.trim() ?? '');
  if (fields === null) return RUNS;
  const seconds = SECONDS.reduce((sum, unit, index) => sum + unit * Number(fields[index + 1] ?? 0), 0);
  return `started ${Math.round(now / 1000) - seconds}`;
}

/** `"node.exe","1234","Services","0","30,000 K"`; words in the system's language when there is none. */
function imageMark(line: string | null): OwnerMark {
  const name = /^"([^"]{1,260})",/.exec(line?.trim() ?? '')?.[1];
  return name === undefined ? RUNS : `image ${name.toLowerCase()}`;
}

function taskList(): string {
  return `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\tasklist.exe`;
}
