import { createHash } from 'node:crypto';
import { type Entry, type Files, FilesError, type FolderEntry, type OpenFile } from './files.ts';

/**
 * What was asked of a file system, and a digest of the answers. As long as each of these files and folders has its
 * type, size, time and identity, all answers would be the same.
 */
export interface Trail {
  /** One a line. */
  readonly paths: string;
  readonly digest: string;
}

/** File systems keep times in steps of up to two seconds: of what changed just now the next change may not show. */
const TIME_STEP = 2000;

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
    return this.#inner.list(folder);
  }

  listEntries(folder: string): FolderEntry[] {
    this.#noteFolder(folder);
    return this.#inner.listEntries(folder);
  }

  look(path: string): Entry {
    try {
      const entry = this.#inner.look(path);
      this.#note(path, entry);
      return entry;
    } catch (error) {
      this.#noteRefusal(path, error);
      throw error;
    }
  }

  /** What stands behind a link is not what is seen of it. */
  resolve(path: string): string {
    this.#isBroken = true;
    return this.#inner.resolve(path);
  }

  open(path: string): OpenFile {
    try {
      const file = this.#inner.open(path);
      this.#note(path, file.entry);
      return file;
    } catch (error) {
      // Permissions leave no trace in what is seen of a file.
      this.#isBroken = true;
      throw error;
    }
  }

  /** The trail up to now; null where it does not tell all, or something changed just before `began` (UTC, ms). */
  trail(began: number): Trail | null {
    if (this.#isBroken || this.#newest + TIME_STEP >= began) return null;
    const hash = createHash('sha256');
    for (const facts of this.#facts.values()) hash.update(`${facts}\n`);
    return { paths: [...this.#facts.keys()].join('\n'), digest: hash.digest('hex') };
  }

  /** What is in a folder changes its time; a look before it is listed is early enough. */
  #noteFolder(folder: string): void {
    if (this.#facts.get(folder)?.startsWith('folder ') === true) return;
    try {
      if (this.look(folder).type === 'folder') return;
    } catch (error) {
      if (!(error instanceof FilesError)) throw error;
      if (error.code === 'ENOENT') return;
    }
    this.#isBroken = true;
  }

  #note(path: string, entry: Entry): void {
    const facts = factsOf(entry);
    const known = this.#facts.get(path);
    if (known !== undefined && known !== facts) this.#isBroken = true;
    this.#facts.set(path, facts);
    if (entry.modified > this.#newest) this.#newest = entry.modified;
    if (path.includes('\n')) this.#isBroken = true;
  }

  #noteRefusal(path: string, error: unknown): void {
    if (error instanceof FilesError && error.code === 'ENOENT') this.#facts.set(path, error.code);
    else this.#isBroken = true;
  }
}

/** Is everything as it was when the trail was made? */
export function isUntouched(files: Files, { paths, digest }: Trail): boolean {
  const hash = createHash('sha256');
  let text = '';
  for (const path of paths.split('\n')) {
    text += `${lookAgain(files, path)}\n`;
    if (text.length < PIECE) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(text).digest('hex') === digest;
}

const PIECE = 16 * 1024;

function lookAgain(files: Files, path: string): string {
  try {
    return factsOf(files.look(path));
  } catch (error) {
    if (error instanceof FilesError) return error.code;
    throw error;
  }
}

function factsOf({ type, size, modified, identity }: Entry): string {
  return `${type} ${size} ${modified} ${identity}`;
}
