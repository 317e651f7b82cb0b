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

/** The command that starts this very program again. */
export function ownCommand({ execPath, execArgv, argv, isSingle }: Start): OwnCommand {
  if (isSingle) return { program: execPath, args: [] };
  const [, script] = argv;
  if (script === undefined) throw new TypeError('a process of Node without a script');
  return { program: execPath, args: [...execArgv, script] };
}

/** How this process was started. */
export function ownStart(): Start {
  const { execPath, execArgv, argv } = process;
  return { execPath, execArgv, argv, isSingle: isSea() };
}
