/**
 * The file system as the engine needs it: synchronous, read-only, no following of links at the last step.
 * Paths are native absolute paths. Every failure is a `FilesError` with the system's code.
 */
export interface Files {
  /** Names in a folder, unsorted. */
  list(folder: string): string[];
  /** Names in a folder with what they are, unsorted; costs no look at each. A link is reported as a link. */
  listEntries(folder: string): FolderEntry[];
  /** Facts about the entry itself; a link is reported as a link. */
  look(path: string): Entry;
  /** As `look`; null where there is nothing, which costs a tenth of an error. */
  find(path: string): Entry | null;
  /** The path with every link resolved. */
  resolve(path: string): string;
  /** Opens a regular file for reading; a link as the last step is refused (`ELOOP`). */
  open(path: string): OpenFile;
}

export type EntryType = 'file' | 'folder' | 'link' | 'other';

export interface FolderEntry {
  readonly name: string;
  readonly type: EntryType;
}

export interface Entry {
  readonly type: EntryType;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, UTC. */
  readonly modified: number;
  /** Device and inode (file id on Windows): the identity of a file across renames. */
  readonly identity: string;
}

export interface OpenFile {
  readonly entry: Entry;
  /** Reads at most `target.length` bytes from `position`; 0 at the end. */
  read(target: Uint8Array, position: number): number;
  close(): void;
}

/** What the file system refused. `code` is the system's (`ENOENT`, `EACCES`, `ELOOP` …). */
export class FilesError extends Error {
  override readonly name = 'FilesError';
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, options?: ErrorOptions) {
    super(`${code}: ${path}`, options);
    this.code = code;
    this.path = path;
  }

  /** What the system threw, as such an error. */
  static of(error: unknown, path: string): FilesError {
    return error instanceof FilesError ? error : new FilesError(codeOf(error), path, { cause: error });
  }
}

/** Whether others may look, such as root. */
export function isForbidden({ code }: FilesError): boolean {
  return code === 'EACCES' || code === 'EPERM';
}

/** The system's code of an error that it threw. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN';
}
