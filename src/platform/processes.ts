/** Programs of the system, where only they know the answer. They are started without a shell. */
export interface Processes {
  /** What a program wrote to its output; null when it is not there, failed, or took longer than a few seconds. */
  output(program: string, args: readonly string[]): string | null;
}
