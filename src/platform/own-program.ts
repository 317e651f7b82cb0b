import { realpathSync } from 'node:fs';
import { isSea } from 'node:sea';

/** How a process was started. */
export interface Start {
  /** Absolute path of the program that the system started. */
  readonly execPath: string;
  /** Options of Node itself. */
  readonly execArgv: readonly string[];
  /** `process.argv`. */
  readonly argv: readonly string[];
  /** The program is one file, with Node in it. */
  readonly isSingle: boolean;
}

export interface OwnCommand {
  readonly program: string;
  /** What stands before the arguments of this program. */
  readonly args: readonly string[];
}

/** Whether this program is one executable with its Node inside, and not a script that some Node runs. */
export function isSingleExecutable(): boolean {
  return isSea();
}

/** The command that starts this very program again: a script is started by the Node that runs it. */
export function ownCommand({ execPath, execArgv, argv, isSingle }: Start = ownStart()): OwnCommand {
  if (isSingle) return { program: execPath, args: [] };
  const [, script] = argv;
  if (script === undefined) throw new TypeError('a process of Node without a script');
  return { program: execPath, args: [...execArgv, script] };
}

/** What this program consists of, as absolute paths without links: its file, or the interpreter and the script. */
export function ownPaths({ execPath, argv, isSingle }: Start = ownStart()): readonly string[] {
  const [, script] = argv;
  const paths = isSingle || script === undefined ? [execPath] : [execPath, script];
  return paths.map((path) => realpathSync(path));
}

/** The platform that this program was built for, as `linux-x64`, `darwin-arm64`, `win-x64`. */
export function ownTarget(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `${platform}-${process.arch}`;
}

function ownStart(): Start {
  const { execPath, execArgv, argv } = process;
  return { execPath, execArgv, argv, isSingle: isSingleExecutable() };
}
