import { printable } from '../reporters/wording/printable.ts';
import { ProgressLine } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { writeStdout } from './write-stdout.ts';

/** The terminal, or pipe, that this process was started with. Colour and width follow the usual variables. */
export function nodeTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const isTerminal = process.stdout.isTTY === true;
  return {
    columns: columnsOf(env, isTerminal),
    color: wantsColor(env, isTerminal),
    unicode: showsUnicode(env),
    write: (text) => writeStdout(text),
    note: (text) => {
      if (process.stderr.isTTY === true) process.stderr.write(`${text}\n`);
    },
    warn: (text) => process.stderr.write(`ssm-doctor: ${printable(text)}\n`),
    progress: () => new ProgressLine(process.stderr),
  };
}

function columnsOf(env: NodeJS.ProcessEnv, isTerminal: boolean): number {
  const told = Number(isTerminal ? process.stdout.columns : env.COLUMNS);
  return Number.isInteger(told) && told > 0 ? Math.min(told, 160) : 80;
}

/** https://no-color.org and https://force-color.org */
function wantsColor(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

/** POSIX locales say so; Windows terminals of today show it, its old console does not. */
function showsUnicode(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32') return env.WT_SESSION !== undefined;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale);
}
