import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { stepAfter } from '../time-step.ts';
import { markOf } from './standing.ts';

/** Files that one look looks at; where there are more, the next one goes on. */
const MOST_FILES = 1000;

/** Milliseconds. */
const LATELY = 30_000;

interface SeenFile {
  readonly size: number;
  readonly modified: number;
  readonly inode: number;
}

const NOT_YET: SeenFile = { size: -2, modified: 0, inode: 0 };

/** Finds what changed in a folder by looking: at the folder's time, which tells of its names, and at its files. */
export class FolderLook {
  readonly #path: string;
  /** With null for what is no file: only its name counts. */
  #seen = new Map<string, SeenFile | null>();
  #files: string[] = [];
  #next = 0;
  /** When they were found to have changed. */
  readonly #lately = new Map<string, number>();
  #mark = '';
  #modified = Number.NaN;
  /** By the clock that never jumps: the one of a file server may be another. */
  #modifiedSince = 0;

  /** Takes what is there as known. @throws what the system refuses */
  constructor(path: string) {
    this.#path = path;
    this.#list(this.#stats());
  }

  /** How many names there are in the folder. */
  get names(): number {
    return this.#seen.size;
  }

  /**
   * The names that came, went or changed since they were looked at last.
   *
   * @throws what the system refuses; also when another folder stands there
   */
  changes(): string[] {
    const changed = this.#changesOfNames();
    const end = Math.min(this.#next + MOST_FILES, this.#files.length);
    for (; this.#next < end; this.#next += 1) this.#look(this.#files[this.#next] ?? '', changed);
    if (this.#next >= this.#files.length) this.#next = 0;
    return [...changed];
  }

  /** The same of the names, and of those files alone that changed lately. */
  changesOfLate(): string[] {
    const changed = this.#changesOfNames();
    const now = performance.now();
    for (const [name, at] of this.#lately) {
      if (now - at > LATELY) this.#lately.delete(name);
      else this.#look(name, changed);
    }
    return [...changed];
  }

  #changesOfNames(): Set<string> {
    const changed = new Set<string>();
    const stats = this.#stats();
    if (markOf(stats) !== this.#mark) throw new Error('another folder');
    const since = performance.now() - this.#modifiedSince;
    if (stats.mtimeMs === this.#modified && since > stepAfter(stats.mtimeMs)) return changed;
    const before = this.#seen;
    this.#list(stats);
    for (const name of this.#seen.keys()) if (!before.has(name)) changed.add(name);
    for (const name of before.keys()) if (!this.#seen.has(name)) changed.add(name);
    for (const name of this.#lately.keys()) if (!this.#seen.has(name)) this.#lately.delete(name);
    return changed;
  }

  #stats(): Stats {
    return lstatSync(this.#path);
  }

  #list(stats: Stats): void {
    const before = this.#seen;
    this.#mark = markOf(stats);
    if (stats.mtimeMs !== this.#modified) this.#modifiedSince = performance.now();
    this.#modified = stats.mtimeMs;
    this.#seen = new Map();
    this.#files = [];
    for (const entry of readdirSync(this.#path, { withFileTypes: true })) {
      if (entry.isFile()) this.#files.push(entry.name);
      this.#seen.set(
        entry.name,
        entry.isFile() ? (before.get(entry.name) ?? this.#newFile(entry.name)) : null,
      );
    }
  }

  /** Where very many come at once they are looked at later, and then told once more. */
  #newFile(name: string): SeenFile {
    return this.#files.length > MOST_FILES ? NOT_YET : this.#file(name);
  }

  #look(name: string, changed: Set<string>): void {
    const known = this.#seen.get(name);
    if (known === undefined || known === null) return;
    const found = this.#file(name);
    if (isSame(found, known)) return;
    this.#seen.set(name, found);
    this.#lately.set(name, performance.now());
    changed.add(name);
  }

  #file(name: string): SeenFile {
    const stats = lstatSync(join(this.#path, name), { throwIfNoEntry: false });
    return { size: stats?.size ?? -1, modified: stats?.mtimeMs ?? 0, inode: stats?.ino ?? 0 };
  }
}

function isSame(one: SeenFile, other: SeenFile): boolean {
  return one.size === other.size && one.modified === other.modified && one.inode === other.inode;
}
