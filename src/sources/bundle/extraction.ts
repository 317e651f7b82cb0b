import { mkdirSync, openSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverageReason } from '../../report/report.ts';
import { BundleError } from './bundle-error.ts';
import { type NameRules, readEntryName } from './entry-name.ts';
import { OutFile } from './out-file.ts';
import { printable } from './printable.ts';

/** An entry that was left out or is incomplete, or (with the path of the archive) trouble with the archive itself. */
export interface SkippedEntry {
  /** Path in the archive. */
  readonly file: string;
  readonly reason: CoverageReason;
  readonly detail: string;
}

export interface ExtractionRules extends NameRules {
  readonly wanted: (relativePath: string) => boolean;
  /** Bytes on disk. */
  readonly maxBytes: number;
  readonly maxEntries: number;
}

export interface ArchiveFacts {
  readonly path: string;
  /** Milliseconds since 1970; stands in where an entry has no date. */
  readonly modified: number;
}

/** More skipped entries than a person reads; the rest is counted. */
const MAX_LISTED = 1000;

/** What a file or folder takes on disk at least, so that a million empty ones are not free. */
const DISK_BLOCK = 4096;

/** Zip begins in 1980 and writes that for "unknown", reproducible tars write 1970. */
const UNKNOWN_BEFORE = Date.UTC(1980, 0, 2);

/**
 * Where the entries of one archive go: decides which are written, keeps the limits, and remembers what was left out.
 * Entries come one at a time: the file from `file()` is ended with `done()` before the next.
 */
export class Extraction {
  readonly archive: ArchiveFacts;
  readonly folder: string;
  readonly #rules: ExtractionRules;
  readonly #skipped: SkippedEntry[] = [];
  readonly #made = new Map<string, number>();
  readonly #folderTimes = new Map<string, number>();
  #unlisted = 0;
  #entries = 0;
  #files = 0;
  #bytes = 0;
  #space: number;
  #truncated = false;
  #current: { readonly steps: readonly string[]; readonly out: OutFile; readonly size: number | null } | null = null;

  constructor(archive: ArchiveFacts, folder: string, rules: ExtractionRules) {
    this.archive = archive;
    this.folder = folder;
    this.#rules = rules;
    this.#space = rules.maxBytes;
  }

  get skipped(): readonly SkippedEntry[] {
    return this.#skipped;
  }

  /** Is something that was wanted missing, because of damage or a limit? */
  get truncated(): boolean {
    return this.#truncated;
  }

  get entries(): number {
    return this.#entries;
  }

  get files(): number {
    return this.#files;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Reading on is of no use: the number of entries has reached its limit. */
  get isFull(): boolean {
    return this.#entries > this.#rules.maxEntries;
  }

  /** A file to be written, or null when it is not to be. `size` is what the archive claims, null when it does not say. */
  file(name: string, size: number | null): OutFile | null {
    const steps = this.#wantedSteps(name);
    if (steps === null) return null;
    if (onDisk(size ?? 0) + DISK_BLOCK > this.#space) {
      this.#cutAt(name, 'too-large', `${size ?? 'unknown'} bytes, more than is left of the limit for unpacked files`);
      return null;
    }
    const fd = this.#create(steps, name);
    if (fd === null) return null;
    const out = new OutFile(fd, size ?? this.#space);
    this.#current = { steps, out, size };
    return out;
  }

  /** Ends the file. `problem` says how its content is less than it should be. */
  done(modified: number | undefined, problem: string | null): void {
    const current = this.#current;
    if (current === null) return;
    this.#current = null;
    const { steps, out, size } = current;
    const time = this.#dated(modified);
    out.close(time);
    this.#files += 1;
    this.#bytes += out.written;
    this.#space -= onDisk(out.written);
    const parent = steps.slice(0, -1).join('/');
    this.#made.set(parent, Math.max(time, this.#made.get(parent) ?? 0));
    if (out.overflowed && size === null) this.#cutAt(steps.join('/'), 'too-large', 'cut at the limit for unpacked files');
    else if (problem !== null) this.#cutAt(steps.join('/'), 'malformed', problem);
  }

  /** Passes bytes to the file that `file()` gave. False when no more is wanted. */
  write(bytes: Uint8Array): boolean {
    try {
      return this.#current?.out.write(bytes) ?? false;
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  /** A folder of the archive: it is made only when a file needs it, but keeps its date. */
  folderEntry(name: string, modified: number | undefined): void {
    this.#entries += 1;
    const found = readEntryName(name, this.#rules);
    if (found.safe) this.#folderTimes.set(found.steps.join('/'), this.#dated(modified));
  }

  /** An entry that cannot be unpacked; told only where it would have been wanted. */
  leaveOut(name: string, reason: CoverageReason, detail: string): void {
    if (this.#wantedSteps(name) !== null) this.#cutAt(name, reason, detail);
  }

  /** Trouble with the archive as a whole. */
  damaged(reason: CoverageReason, detail: string): void {
    this.#cutAt(this.archive.path, reason, detail);
  }

  /** Dates the folders, as writing into them has changed their dates, and completes the list. */
  finish(): void {
    if (this.#unlisted > 0) {
      const detail = `${this.#unlisted} more entries were left out or are incomplete`;
      this.#skipped.push({ file: this.archive.path, reason: 'entry-limit', detail });
    }
    for (const [path, newest] of this.#made) {
      const seconds = (this.#folderTimes.get(path) ?? newest) / 1000;
      try {
        utimesSync(join(this.folder, path), seconds, seconds);
      } catch {
        // As for files: a date that cannot be set is no reason to lose the content.
      }
    }
  }

  #wantedSteps(name: string): readonly string[] | null {
    this.#entries += 1;
    if (this.isFull) {
      if (this.#entries === this.#rules.maxEntries + 1) {
        this.damaged('entry-limit', `more than ${this.#rules.maxEntries} entries; the rest was not read`);
      }
      return null;
    }
    const found = readEntryName(name, this.#rules);
    if (!found.safe) {
      this.#cutAt(name, found.reason, found.detail);
      return null;
    }
    return found.steps.length > 0 && this.#rules.wanted(found.steps.join('/')) ? found.steps : null;
  }

  #create(steps: readonly string[], name: string): number | null {
    const path = join(this.folder, ...steps);
    try {
      this.#makeFolder(steps.slice(0, -1));
      try {
        return openSync(path, 'wx', 0o600);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const fd = openSync(path, 'w', 0o600);
      this.#list(name, 'malformed', 'the archive holds this name more than once; the last one is kept');
      return fd;
    } catch (error) {
      const failure = this.#unwritable(error);
      if (failure instanceof BundleError) throw failure;
      const clash = ['EEXIST', 'EISDIR', 'ENOTDIR'].includes(codeOf(error));
      const detail = clash ? 'the archive has a file and a folder of this name' : `cannot be written: ${codeOf(error)}`;
      this.#cutAt(name, clash ? 'malformed' : 'not-readable', detail);
      return null;
    }
  }

  #makeFolder(steps: readonly string[]): void {
    const path = steps.join('/');
    if (this.#made.has(path)) return;
    mkdirSync(join(this.folder, path), { recursive: true, mode: 0o700 });
    for (let depth = steps.length; depth > 0; depth -= 1) {
      const made = steps.slice(0, depth).join('/');
      if (this.#made.has(made)) break;
      this.#made.set(made, 0);
      this.#space -= DISK_BLOCK;
    }
  }

  #unwritable(error: unknown): unknown {
    if (!['ENOSPC', 'EDQUOT', 'EROFS'].includes(codeOf(error))) return error;
    const found = `the archive did not fit into ${this.folder} (${codeOf(error)})`;
    const next = 'make room, or set TMPDIR to a folder on another disk';
    return new BundleError('no-space', this.folder, `expected room for the unpacked files; ${found}; ${next}`, {
      cause: error,
    });
  }

  #dated(modified: number | undefined): number {
    return modified !== undefined && modified > UNKNOWN_BEFORE ? modified : this.archive.modified;
  }

  #cutAt(file: string, reason: CoverageReason, detail: string): void {
    this.#truncated = true;
    this.#list(file, reason, detail);
  }

  #list(file: string, reason: CoverageReason, detail: string): void {
    if (this.#skipped.length < MAX_LISTED) this.#skipped.push({ file: printable(file, 1024), reason, detail });
    else this.#unlisted += 1;
  }
}

function onDisk(bytes: number): number {
  return Math.ceil(bytes / DISK_BLOCK) * DISK_BLOCK;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
