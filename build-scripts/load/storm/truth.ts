import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { PlantedCause } from '../../../test/support/planted-causes.ts';

/** A failure that the writer planted, once it can be known. */
export interface Planted extends PlantedCause {
  readonly kind: string;
  /** Text of the proving record or line that no other has. */
  readonly tell: string;
  /** On the node: the name that the file had when the failure was written. */
  readonly file: string;
  readonly commandId: string | null;
  readonly associationId: string | null;
  /**
   * When the write that made it known returned: that of its line, or, where the line has no end, that of the record
   * which says that the step has ended. Wall clock, in milliseconds since 1970.
   */
  readonly at: number;
  /** The same moment on the clock that all processes of the machine share and nobody sets, in milliseconds. */
  readonly moment: number;
  /** Whether its line had an end. */
  readonly line: boolean;
}

/** Milliseconds on the clock that all processes of the machine share and nobody sets. */
export function momentNow(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}

export class TruthFile {
  readonly #file: number;
  count = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  /** Notes a failure that was written just now. */
  note(planted: Omit<Planted, 'at' | 'moment'>): void {
    const moment = momentNow();
    writeSync(this.#file, `${JSON.stringify({ ...planted, at: Date.now(), moment })}\n`);
    this.count += 1;
  }

  close(): void {
    closeSync(this.#file);
  }
}

export function readTruth(path: string): Planted[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Planted);
}
