import { execFileSync } from 'node:child_process';

/** Twelve digits of the commit, with `+` when the work tree differs from it; 'unknown' outside of git. */
export function commit(): string {
  try {
    const hash = git('rev-parse', '--short=12', 'HEAD');
    return git('status', '--porcelain', '--untracked-files=no') === '' ? hash : `${hash}+`;
  } catch {
    return 'unknown';
  }
}

/** When the commit was made, in seconds since 1970; 1980 outside of git, before which a zip knows no time. */
export function commitTime(): number {
  try {
    return Number(git('log', '-1', '--format=%ct'));
  } catch {
    return Date.UTC(1980, 0, 2) / 1000;
  }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
