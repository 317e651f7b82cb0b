import { isSea } from 'node:sea';

/** Whether this program is one executable with its Node inside, and not a script that some Node runs. */
export function isSingleExecutable(): boolean {
  return isSea();
}

/**
 * What starts this program again: a file and the arguments that come before its own. A script is started by the Node
 * that runs it.
 */
export function ownCommand(): { readonly file: string; readonly args: readonly string[] } {
  const { execPath, execArgv, argv } = process;
  return { file: execPath, args: isSingleExecutable() ? [] : [...execArgv, ...argv.slice(1, 2)] };
}

/** The platform that this program was built for, as `linux-x64`, `darwin-arm64`, `win-x64`. */
export function ownTarget(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `${platform}-${process.arch}`;
}
