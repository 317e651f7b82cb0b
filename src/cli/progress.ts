import { elapsed } from '../platform/elapsed.ts';
import { type ProgressState, progressText } from './progress-text.ts';

export { type ProgressState, progressText };

/** The part of a terminal stream that the line needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What runs for less needs no line. */
const SILENT_MS = 1000;
const INTERVAL_MS = 100;
const COLUMNS = 80;

/**
 * A line on a terminal that is written over and over. It appears when the work takes more than a second, changes at
 * most ten times a second, and is gone after `done`. A stream that is no terminal gets nothing.
 */
export class ProgressLine {
  readonly #stream: ProgressStream;
  readonly #clock: () => number;
  readonly #start: number;
  #nextMs = SILENT_MS;
  /** Columns to clear. */
  #shown = 0;

  /** `clock` gives milliseconds that never go back. */
  constructor(stream: ProgressStream, clock: () => number = elapsed) {
    this.#stream = stream;
    this.#clock = clock;
    this.#start = clock();
  }

  show(progress: Omit<ProgressState, 'elapsedMs'>): void {
    if (this.#stream.isTTY !== true) return;
    const elapsedMs = this.#clock() - this.#start;
    if (elapsedMs < this.#nextMs) return;
    this.#nextMs = elapsedMs + INTERVAL_MS;
    // The last column stays free: a terminal that wraps there would scroll.
    const text = progressText({ ...progress, elapsedMs }, (this.#stream.columns ?? COLUMNS) - 1);
    this.#stream.write(`\r${text.padEnd(this.#shown)}`);
    this.#shown = text.length;
  }

  /** Clears the line; whatever is written next begins in the first column. */
  done(): void {
    if (this.#shown === 0) return;
    this.#stream.write(`\r${' '.repeat(this.#shown)}\r`);
    this.#shown = 0;
  }
}
