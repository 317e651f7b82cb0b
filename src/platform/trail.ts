import { createHash } from 'node:crypto';
import { type Entry, type Files, FilesError, type FolderEntry, type OpenFile } from './files.ts';
import { TIME_STEP } from './time-step.ts';

/**
 * What was asked of a file system, and a digest of the answers. As long as each of these files and folders has its
 * type, size, time and identity, and each link leads where it led, all answers would be the same.
 */
export interface Trail {
  /** What was asked, one a line: a path that was looked at, or behind `>` one whose links were resolved. */
  readonly asked: string;
  readonly digest: string;
}

/** No path begins so. */
const RESOLVED = '>';

/** The same files, with a record of what was asked. */
export class TrailedFiles implements Files {
  readonly #inner: Files;
  readonly #facts = new Map<string, string>();
  #newest = Number.NEGATIVE_INFINITY;
  /** Something was asked whose answer may change without a trace. */
  #isBroken = false;

  constructor(inner: Files) {
    this.#inner = inner;
  }

  list(folder: string): string[] {
    this.#noteFolder(folder);
    return this.#unlessRefused(() => this.#inner.list(folder));
  }

  listEntries(folder: string): FolderEntry[] {
    this.#noteFolder(folder);
    return this.#unlessRefused(() => this.#inner.listEntries(folder));
  }

  look(path: string): Entry {
    const entry = this.find(path);
    if (entry === null) throw new FilesError('ENOENT', path);
    return entry;
  }

  find(path: string): Entry | null {
    try {
      const entry = this.#inner.find(path);
      if (entry === null) this.#set(path, 'ENOENT');
      else this.#note(path, entry);
      return entry;
    } catch (error) {
      this.#noteRefusal(path, error);
      throw error;
    }
  }

  resolve(path: string): string {
    const asked = RESOLVED + path;
    try {
      const resolved = this.#inner.resolve(path);
      this.#set(asked, resolved);
      return resolved;
    } catch (error) {
      this.#noteRefusal(asked, error);
      throw error;
    }
  }

  open(path: string): OpenFile {
    const file = this.#unlessRefused(() => this.#inner.open(path));
    this.#note(path, file.entry);
    return file;
  }

  /** The trail up to now; null where it does not tell all, or something changed just before `began` (UTC, ms). */
  trail(began: number): Trail | null {
    if (this.#isBroken || this.#newest + TIME_STEP >= began) return null;
    const hash = createHash('sha256');
    for (const facts of this.#facts.values()) hash.update(`${facts}\n`);
    return { asked: [...this.#facts.keys()].join('\n'), digest: hash.digest('hex') };
  }

  /** Permissions leave no trace in what is seen of a file or folder. */
  #unlessRefused<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      if (!(error instanceof FilesError) || error.code !== 'ENOENT') this.#isBroken = true;
      throw error;
    }
  }

  /** What is in a folder changes its time; a look before it is listed is early enough. */
  #noteFolder(folder: string): void {
    if (this.#facts.get(folder)?.startsWith('folder ') === true) return;
    try {
      const { type } = this.look(folder);
      if (type === 'link') this.look(this.resolve(folder));
    } catch (error) {
      // What is wrong with it, the listing says.
      if (!(error instanceof FilesError)) throw error;
    }
  }

  #note(path: string, entry: Entry): void {
    this.#set(path, factsOf(entry));
    if (entry.modified > this.#newest) this.#newest = entry.modified;
  }

  #set(asked: string, answer: string): void {
    const known = this.#facts.get(asked);
    if ((known !== undefined && known !== answer) || asked.includes('\n')) this.#isBroken = true;
    this.#facts.set(asked, answer);
  }

  #noteRefusal(asked: string, error: unknown): void {
    if (error instanceof FilesError && error.code === 'ENOENT') this.#set(asked, error.code);
    else this.#isBroken = true;
  }
}

/** Is everything as it was when the trail was made? */
export function isUntouched(files: Files, trail: Trail): boolean {
  const hash = createHash('sha256');
  let text = '';
  for (const asked of trail.asked.split('\n')) {
    text += `${askAgain(files, asked)}\n`;
    if (text.length < PIECE) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(text).digest('hex') === trail.digest;
}

const PIECE = 16 * 1024;

function askAgain(files: Files, asked: string): string {
  try {
    if (asked.startsWith(RESOLVED)) return files.resolve(asked.slice(1));
    const entry = files.find(asked);
    return entry === null ? 'ENOENT' : factsOf(entry);
  } catch (error) {
    if (error instanceof FilesError) return error.code;
    throw error;
  }
}

function factsOf({ type, size, modified, identity }: Entry): string {
  return `${type} ${size} ${modified} ${identity}`;
}
