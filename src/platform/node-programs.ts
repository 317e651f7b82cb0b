import { type ChildEnd, runChild } from './child.ts';
import { fixedVariables } from './fixed-variables.ts';
import type { ProgramEnd, Programs } from './programs.ts';

const MOST = 256 * 1024;
/** Milliseconds; whoever asks ends it sooner. */
const LONGEST = 60_000;

/** The programs of this machine. */
export function nodePrograms(): Programs {
  return {
    run: async (program, args, signal) => {
      const order = {
        ...{ program, args, environment: fixedVariables(), longest: LONGEST },
        ...{ mostOutput: MOST, mostErrors: MOST, grace: 0 },
        ...(process.platform === 'win32' ? {} : { folder: '/' }),
      };
      const { end, output, errors } = await runChild(order, signal);
      return endOf(end, output, errors);
    },
  };
}

function endOf(end: ChildEnd, stdout: string, stderr: string): ProgramEnd {
  switch (end.kind) {
    case 'exited':
      return { kind: 'ended', status: end.status, stdout, stderr };
    case 'killed':
      return { kind: 'ended', status: null, stdout, stderr };
    case 'late':
    case 'aborted':
      return { kind: 'stopped' };
    case 'not-started':
      return ABSENT.has(end.code) ? { kind: 'absent' } : { kind: 'refused', code: end.code };
  }
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR']);
