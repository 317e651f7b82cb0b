import { LOGGED, type LoggedFailure, PRINTED, type PrintedFailure } from './failures.ts';
import type { Run } from './run.ts';
import type { Planted, TruthFile } from './truth.ts';

/** A failure that is to happen, with what makes it different from all others. */
export type Failure = Marked<LoggedFailure, 'logged'> | Marked<PrintedFailure, 'printed'>;

export interface Marked<Shape, Way> {
  readonly way: Way;
  readonly failure: Shape;
  readonly mark: string;
}

/** Which runs fail, how, and what is noted about it. */
export class Planting {
  /** Failures that were written to a file without a name, where nobody can find them. */
  unreadable = 0;
  readonly #truth: TruthFile;
  readonly #random: () => number;
  readonly #share: number;
  #failed = 0;

  /** `share` of the runs fail. */
  constructor(truth: TruthFile, random: () => number, share: number) {
    this.#truth = truth;
    this.#random = random;
    this.#share = share;
  }

  /** The failure of the next run: the kinds in turn, at runs that chance chooses. */
  next(): Failure | null {
    if (this.#random() >= this.#share) return null;
    const place = this.#failed++ % (LOGGED.length + PRINTED.length);
    const mark = String(this.#failed).padStart(6, '0');
    const logged = LOGGED[place];
    if (logged !== undefined) return { way: 'logged', failure: logged, mark };
    return { way: 'printed', failure: PRINTED[place - LOGGED.length] as PrintedFailure, mark };
  }

  /** Prepares a note. What it returns is to be called as soon as the failure can be known. */
  prepare({ failure, mark }: Failure, run: Run, file: string, line: boolean): (readable: boolean) => void {
    const planted: Omit<Planted, 'type' | 'at' | 'moment'> = {
      kind: failure.kind,
      tell: failure.tell(mark, run),
      roots: failure.roots,
      also: failure.also ?? [],
      file,
      commandId: run.commandId,
      associationId: run.associationId,
      line,
    };
    return (readable) => {
      if (readable) this.#truth.note(planted);
      else this.unreadable += 1;
    };
  }
}
