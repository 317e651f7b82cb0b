import type { Progress } from '../diagnosis/diagnose.ts';
import type { Written } from './write-stdout.ts';

/** Where a command writes, and what is there. */
export interface Terminal {
  /** Columns of the terminal; 80 where there is none. */
  readonly columns: number;
  readonly color: boolean;
  readonly unicode: boolean;
  /** Writes the result to stdout. */
  write(text: string): Written;
  /** Writes a line for people to stderr, when one is there to read it. */
  note(text: string): void;
  /** Writes a line to stderr that must not be missed, whoever reads it. */
  warn(text: string): void;
  /** A line that shows how far the reading is; silent in a pipe. */
  progress(): ProgressLine;
}

export interface ProgressLine {
  show(progress: Progress): void;
  done(): void;
}
