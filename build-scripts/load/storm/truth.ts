import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { PlantedCause } from '../../../test/support/planted-causes.ts';

/** A failure that the writer planted, once it can be known. */
export interface Planted extends PlantedCause {
  readonly type: 'failure';
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

/** A run that the agent has told the service the end of. */
export interface EndedRun {
  readonly type: 'run';
  readonly commandId: string | null;
  readonly associationId: string | null;
  /** Of a run of an association: its time, as in the name of its folder. */
  readonly runId: string | null;
  /** Exit status of its step; 1 when there was none because it never came to it. */
  readonly code: number;
}

/** All that the writer did that is to be found again. */
export interface Truth {
  readonly planted: readonly Planted[];
  readonly runs: readonly EndedRun[];
}

/** Milliseconds on the clock that all processes of the machine share and nobody sets. */
export function momentNow(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}

export class TruthFile {
  readonly #file: number;
  planted = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  /** Notes a failure that was written just now. */
  note(failure: Omit<Planted, 'type' | 'at' | 'moment'>): void {
    const moment = momentNow();
    this.#write({ type: 'failure', ...failure, at: Date.now(), moment });
    this.planted += 1;
  }

  noteRun(run: Omit<EndedRun, 'type'>): void {
    this.#write({ type: 'run', ...run });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(entry: Planted | EndedRun): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

export function readTruth(path: string): Truth {
  const lines = readFileSync(path, 'utf8').split('\n');
  const entries = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Planted | EndedRun);
  return {
    planted: entries.filter((entry) => entry.type === 'failure'),
    runs: entries.filter((entry) => entry.type === 'run'),
  };
}
