/** Programs of the system, where only they know the answer. They are started without a shell. */
export interface Processes {
  /** What a program wrote to its output; null when it is not there, failed, or took longer than a few seconds. */
  output(program: string, args: readonly string[]): string | null;
}

/** Programs of the system that change it. They are started without a shell, and speak English where they can. */
export interface Commands {
  /** Runs a program to its end, but not longer than so many seconds. `program` is an absolute path. */
  run(program: string, args: readonly string[], seconds: number): Ran;
}

/** What became of a program. */
export type Ran =
  | { readonly kind: 'ended'; readonly status: number; readonly stdout: string; readonly stderr: string }
  /** It could not be started, was killed, or was ended because it took too long. */
  | { readonly kind: 'failed'; readonly message: string };
