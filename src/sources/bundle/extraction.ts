import { openSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverageReason } from '../../report/report.ts';
import { BundleError, codeOf } from './bundle-error.ts';
import { type NameRules, readEntryName } from './entry-name.ts';
import { OutFile } from './out-file.ts';
import { OutFolders } from './out-folders.ts';
import { type SkippedEntry, SkippedList } from './skipped.ts';

export interface ExtractionRules extends NameRules {
  readonly wanted: (relativePath: string) => boolean;
  /** Bytes on disk. */
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** Ends the unpacking with the signal's reason. */
  readonly signal: AbortSignal | null;
}

export interface ArchiveFacts {
  readonly path: string;
  /** Milliseconds since 1970; stands in where an entry has no date. */
  readonly modified: number;
}

interface Current {
  readonly steps: readonly string[];
  readonly out: OutFile;
  readonly size: number | null;
}

/** What a file or folder takes on disk at least, so that a million empty ones are not free. */
const DISK_BLOCK = 4096;

/** Zip begins in 1980 and writes that for "unknown", reproducible tars write 1970. */
const UNKNOWN_BEFORE = Date.UTC(1980, 0, 2);

/**
 * Where the entries of one archive go: decides which are written, keeps the limits, and remembers what was left out.
 * Entries come one at a time: the file that `file()` began is ended with `done()` before the next.
 */
export class Extraction {
  readonly archive: ArchiveFacts;
  readonly folder: string;
  readonly #rules: ExtractionRules;
  readonly #folders: OutFolders;
  readonly #skipped = new SkippedList();
  #entries = 0;
  #files = 0;
  #space: number;
  #truncated = false;
  #current: Current | null = null;

  constructor(archive: ArchiveFacts, folder: string, rules: ExtractionRules) {
    this.archive = archive;
    this.folder = folder;
    this.#rules = rules;
    this.#folders = new OutFolders(folder);
    this.#space = rules.maxBytes;
  }

  get skipped(): readonly SkippedEntry[] {
    return this.#skipped.all(this.archive.path);
  }

  /** Is something that was wanted missing, because of damage or a limit? */
  get truncated(): boolean {
    return this.#truncated;
  }

  /** Files that were unpacked, as a whole or in part. */
  get files(): number {
    return this.#files;
  }

  /** Reading on is of no use: the number of entries has reached its limit. */
  get isFull(): boolean {
    return this.#entries > this.#rules.maxEntries;
  }

  /** To be asked now and then: throws when the unpacking is to end. */
  checkpoint(): void {
    this.#rules.signal?.throwIfAborted();
  }

  /** Begins a file; false when it is not to be written. `size` is what the archive claims, null when it does not. */
  file(name: string, size: number | null): boolean {
    const steps = this.#wantedSteps(name);
    if (steps === null) return false;
    if (onDisk(size ?? 0) + DISK_BLOCK > this.#space) {
      this.#cutAt(
        name,
        'too-large',
        `${size ?? 'unknown'} bytes, more than is left of the limit for unpacked files`,
      );
      return false;
    }
    const fd = this.#create(steps, name);
    if (fd === null) return false;
    this.#current = { steps, out: new OutFile(fd, size ?? this.#space), size };
    return true;
  }

  /** Writes on in the file that was begun. False when no more is wanted. */
  write(bytes: Uint8Array): boolean {
    try {
      return this.#current?.out.write(bytes) ?? false;
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  /** Ends the file. `problem` says how its content is less than it should be. */
  done(modified: number | undefined, problem: string | null): void {
    const current = this.#current;
    if (current === null) return;
    this.#current = null;
    const { steps, out, size } = current;
    const time = this.#dated(modified);
    out.close(time);
    this.#folders.noteFile(steps, time);
    this.#files += 1;
    this.#space -= onDisk(out.written);
    const name = steps.join('/');
    if (out.overflowed && size === null)
      this.#cutAt(name, 'too-large', 'cut at the limit for unpacked files');
    else if (problem !== null) this.#cutAt(name, 'malformed', problem);
  }

  /** Closes what is open when the unpacking is given up. */
  abandon(): void {
    this.#current?.out.close(this.archive.modified);
    this.#current = null;
  }

  /** A folder of the archive. It is evidence, even when nothing is in it. */
  folderEntry(name: string, modified: number | undefined): void {
    const steps = this.#safeSteps(name);
    if (steps === null) return;
    this.#folders.date(steps, this.#dated(modified));
    if (!this.#isWanted(steps)) return;
    if (this.#space < DISK_BLOCK) this.#cutAt(name, 'too-large', 'the limit for unpacked files is reached');
    else this.#make(name, () => this.#makeFolder(steps));
  }

  /** An entry without content of its own, such as a link; told only where it would have been wanted. */
  leaveOut(name: string, reason: CoverageReason, detail: string): void {
    if (this.#wantedSteps(name) !== null) this.#skipped.add(name, reason, detail);
  }

  /** An entry whose content cannot be unpacked. */
  lose(name: string, reason: CoverageReason, detail: string): void {
    if (this.#wantedSteps(name) !== null) this.#cutAt(name, reason, detail);
  }

  /** Trouble with the archive as a whole. */
  damaged(reason: CoverageReason, detail: string): void {
    this.#cutAt(this.archive.path, reason, detail);
  }

  /** After the last entry. */
  finish(): void {
    this.#folders.finish(this.archive.modified);
  }

  #wantedSteps(name: string): readonly string[] | null {
    const steps = this.#safeSteps(name);
    return steps !== null && this.#isWanted(steps) ? steps : null;
  }

  #isWanted(steps: readonly string[]): boolean {
    return steps.length > 0 && this.#rules.wanted(steps.join('/'));
  }

  #safeSteps(name: string): readonly string[] | null {
    this.#entries += 1;
    if (this.isFull) {
      if (this.#entries === this.#rules.maxEntries + 1) {
        this.damaged('entry-limit', `more than ${this.#rules.maxEntries} entries; the rest was not read`);
      }
      return null;
    }
    const found = readEntryName(name, this.#rules);
    if (found.safe) return found.steps;
    this.#cutAt(name, found.reason, found.detail);
    return null;
  }

  #create(steps: readonly string[], name: string): number | null {
    const path = join(this.folder, ...steps);
    return this.#make(name, () => {
      this.#makeFolder(steps.slice(0, -1));
      try {
        return openSync(path, 'wx', 0o600);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const fd = openSync(path, 'w', 0o600);
      this.#skipped.add(
        name,
        'malformed',
        'the archive holds this name more than once; the last one is kept',
      );
      return fd;
    });
  }

  #makeFolder(steps: readonly string[]): void {
    this.#space -= DISK_BLOCK * this.#folders.make(steps);
  }

  /** Null, and told, when the archive contradicts itself or the name is impossible here. */
  #make<T>(name: string, make: () => T): T | null {
    try {
      return make();
    } catch (error) {
      const code = codeOf(error);
      if (FULL.includes(code)) throw this.#unwritable(error);
      const clash = ['EEXIST', 'EISDIR', 'ENOTDIR', 'EPERM'].includes(code);
      const detail = clash
        ? 'the archive has a file and a folder of this name'
        : `cannot be written: ${code}`;
      this.#cutAt(name, clash ? 'malformed' : 'not-readable', detail);
      return null;
    }
  }

  #unwritable(error: unknown): BundleError {
    const found = `the archive could not be unpacked to ${this.folder} (${codeOf(error)})`;
    const next = 'make room, or set TMPDIR to a folder on another disk';
    return new BundleError(
      'no-space',
      this.archive.path,
      `expected room for the unpacked files; ${found}; ${next}`,
      {
        cause: error,
      },
    );
  }

  #dated(modified: number | undefined): number {
    return modified !== undefined && modified > UNKNOWN_BEFORE ? modified : this.archive.modified;
  }

  #cutAt(file: string, reason: CoverageReason, detail: string): void {
    this.#truncated = true;
    this.#skipped.add(file, reason, detail);
  }
}

const FULL = ['ENOSPC', 'EDQUOT', 'EROFS'];

function onDisk(bytes: number): number {
  return Math.ceil(bytes / DISK_BLOCK) * DISK_BLOCK;
}
