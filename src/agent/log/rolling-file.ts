import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../../platform/files.ts';
import { makePrivateFolders } from '../../platform/make-folder.ts';
import { doubtOn } from '../../platform/ownership.ts';
import { reasonOf } from '../../platform/reason.ts';

export interface RollingFileOptions {
  readonly path: string;
  /** Bytes; a line that would make the file larger goes into a new one. */
  readonly maxSize: number;
  /** Older files that are kept: `FILE.1` is the newest of them. */
  readonly keep: number;
}

const FILE_MODE = 0o640;
const OPEN_FLAGS =
  constants.O_RDWR |
  constants.O_APPEND |
  constants.O_CREAT |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0) |
  (constants.O_NOCTTY ?? 0);
const LINE_BREAK = 10;
/** Times its size that a file may have while it cannot be rolled. */
const MOST_SIZES = 2;

/**
 * A file that lines are appended to, each at once: nothing waits in memory, so that a killed process loses none, and a
 * full disk costs no memory. Whatever happens to the file or its folder, the next line is tried anew. Another program
 * may move it away: the next line begins a new one.
 */
export class RollingFile {
  readonly #options: RollingFileOptions;
  #fd = -1;
  #identity = '';
  #size = 0;
  /** The last line in the file has no end. */
  #isTorn = false;
  #rollFailure: string | null = null;

  constructor(options: RollingFileOptions) {
    this.#options = options;
  }

  /** Appends a line. Returns why it could not be done, or null. */
  append(line: string): string | null {
    try {
      this.#openWhatIsThere();
      const bytes = Buffer.from(`${this.#isTorn ? '\n' : ''}${line}\n`);
      if (this.#size > 0 && this.#size + bytes.length > this.#options.maxSize) this.#roll(bytes.length);
      this.#write(bytes);
      return null;
    } catch (error) {
      this.close();
      return error instanceof UnfitError ? error.message : reasonOf(codeOf(error));
    }
  }

  /** Why what was in the file is gone since it was last asked: it could not be given another name. */
  takeRollFailure(): string | null {
    const reason = this.#rollFailure;
    this.#rollFailure = null;
    return reason;
  }

  close(): void {
    if (this.#fd === -1) return;
    const fd = this.#fd;
    this.#fd = -1;
    try {
      closeSync(fd);
    } catch {
      // What could be written was.
    }
  }

  #write(bytes: Buffer): void {
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#fd, bytes, done);
      this.#isTorn = false;
    } finally {
      this.#size += done;
    }
  }

  #openWhatIsThere(): void {
    const there = lstatSync(this.#options.path, { bigint: true, throwIfNoEntry: false });
    if (this.#fd !== -1 && there !== undefined && identityOf(there) === this.#identity) {
      this.#size = Number(there.size);
      return;
    }
    this.close();
    this.#open(there ?? null);
  }

  #open(there: BigIntStats | null): void {
    const { path } = this.#options;
    if (there?.isSymbolicLink()) throw new UnfitError('expected a file, found a link, which is not followed');
    if (there === null) makePrivateFolders(dirname(path));
    this.#fd = openSync(path, OPEN_FLAGS, FILE_MODE);
    const stats = fstatSync(this.#fd);
    if (!stats.isFile()) throw new UnfitError('expected a file, found a pipe or device; remove it');
    const doubt = doubtOn(stats, 'file', false);
    if (doubt !== null) throw new UnfitError(doubt);
    if (stats.nlink > 1) throw new UnfitError('expected a file with one name, found several; remove it');
    // Whatever the umask is; what an administrator has given to others later stays.
    if (there === null) fchmodSync(this.#fd, FILE_MODE);
    this.#identity = identityOf(fstatSync(this.#fd, { bigint: true }));
    this.#size = stats.size;
    this.#isTorn = this.#size > 0 && this.#lastByte() !== LINE_BREAK;
  }

  #lastByte(): number | undefined {
    const bytes = Buffer.alloc(1);
    readSync(this.#fd, bytes, 0, 1, this.#size - 1);
    return bytes[0];
  }

  /** Makes room for so many bytes. */
  #roll(needed: number): void {
    this.close();
    try {
      moveAside(this.#options);
      this.#open(null);
    } catch (error) {
      this.#openWhatIsThere();
      // Somebody may look into it just now, which on Windows keeps it where it is. Better short than without bounds.
      if (this.#size + needed <= MOST_SIZES * this.#options.maxSize) return;
      ftruncateSync(this.#fd, 0);
      this.#size = 0;
      this.#isTorn = false;
      this.#rollFailure = reasonOf(codeOf(error));
    }
  }
}

/** What stands at the path is not to be written to; the message says why. */
class UnfitError extends Error {}

/** Where this fails, nothing that is older has been moved. The number 0 is that of a file on its way. */
function moveAside(options: RollingFileOptions): void {
  const { path } = options;
  if (rolledNumbers(path).includes(0)) countUp(options);
  renameSync(path, `${path}.0`);
  countUp(options);
}

/** Gives each file behind 0 the next number, up to a gap; what has a higher one than is kept goes. */
function countUp({ path, keep }: RollingFileOptions): void {
  const numbers = new Set(rolledNumbers(path));
  for (const number of numbers) if (number > keep) unlinkSync(`${path}.${number}`);
  let last = 0;
  while (numbers.has(last + 1)) last += 1;
  for (let number = last; number >= 0; number--) {
    if (number < keep) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    else if (number === keep) unlinkSync(`${path}.${number}`);
  }
}

function rolledNumbers(path: string): number[] {
  const prefix = `${basename(path)}.`;
  return readdirSync(dirname(path)).flatMap((name) => {
    const digits = name.startsWith(prefix)
      ? /^(?:0|[1-9]\d{0,3})$/.exec(name.slice(prefix.length))?.[0]
      : undefined;
    return digits === undefined || isFolder(join(dirname(path), name)) ? [] : [Number(digits)];
  });
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}
