/** Programs of the system, asked while others are. They are started without a shell, and told to speak English. */
export interface Programs {
  /** Starts the program at an absolute path. It is ended, with all that it started, when `signal` says so. */
  run(program: string, args: readonly string[], signal: AbortSignal): Promise<ProgramEnd>;
}

export type ProgramEnd =
  | {
      readonly kind: 'ended';
      /** Null where a signal ended it. */
      readonly status: number | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'absent' }
  /** It may not be started; the system's code. */
  | { readonly kind: 'refused'; readonly code: string }
  /** It took too long. */
  | { readonly kind: 'stopped' };
