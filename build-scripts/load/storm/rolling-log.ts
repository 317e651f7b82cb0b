import { closeSync, fstatSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface Rolling {
  /** Bytes from which on the next record goes to a new file. */
  readonly size: number;
  /** Rolled files that are kept. */
  readonly keep: number;
}

/**
 * One process's handle of a log that several processes append to, as the agent's logger has it: the size is what the
 * file had when the process opened it and what the process itself wrote; the rolled file gets the next number, the
 * oldest goes. The other processes do not notice and go on in the file that they have open, whatever it is called by
 * then.
 */
export class RollingLog {
  readonly #path: string;
  readonly #rolling: Rolling;
  #file: number;
  #size: number;

  constructor(path: string, rolling: Rolling) {
    this.#path = path;
    this.#rolling = rolling;
    this.#file = openSync(path, 'a');
    this.#size = fstatSync(this.#file).size;
  }

  /** Appends one record, with its line end, at once. */
  append(record: string): void {
    if (this.#size >= this.#rolling.size) this.#roll();
    this.#size += writeSync(this.#file, record);
  }

  /** Whether the open file has no name any more: nobody who comes now can read what is written to it. */
  get gone(): boolean {
    return fstatSync(this.#file).nlink === 0;
  }

  close(): void {
    closeSync(this.#file);
  }

  #roll(): void {
    closeSync(this.#file);
    const numbers = rollsOf(this.#path);
    renameSync(this.#path, `${this.#path}.${(numbers.at(-1) ?? 0) + 1}`);
    for (const number of numbers.slice(0, Math.max(0, numbers.length + 1 - this.#rolling.keep))) {
      rmSync(`${this.#path}.${number}`);
    }
    this.#file = openSync(this.#path, 'a');
    this.#size = 0;
  }
}

/** The numbers of the rolled files of a log, oldest first. */
export function rollsOf(path: string): number[] {
  const start = `${basename(path)}.`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => Number(name.slice(start.length)))
    .sort((a, b) => a - b);
}
