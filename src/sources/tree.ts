import { type Entry, type Files, FilesError, type FolderEntry } from '../platform/files.ts';
import type { Coverage, CoverageReason } from '../report/report.ts';
import { isWindowsPath, type Place, separatorOf } from './place.ts';
import type { Source, SourceKind, StepOutput } from './source.ts';

/** A folder that was listed. */
export interface Folder {
  readonly place: Place;
  readonly entries: readonly FolderEntry[];
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR']);
const PRIVILEGE = 'run as root, or as Administrator on Windows';
const REFUSALS: ReadonlyMap<string, readonly [CoverageReason, string]> = new Map([
  ['EACCES', ['not-readable', PRIVILEGE]],
  ['EPERM', ['not-readable', PRIVILEGE]],
  ['ELOOP', ['leaves-root', 'a symbolic link that leads in a circle']],
  ['ELEAVESROOT', ['leaves-root', 'a symbolic link leads out of the root']],
]);

/**
 * The instance's tree: finds what its paths mean on this machine, and remembers what was refused. What is not there
 * is an ordinary answer; nothing here throws for what the file system says.
 */
export class Tree {
  readonly files: Files;
  readonly base: Place;
  readonly isWindows: boolean;
  readonly #separator: '/' | '\\';
  readonly #foldsNames: boolean;
  readonly #known = new Map<string, readonly FolderEntry[]>();
  readonly #skipped = new Map<string, Coverage>();

  constructor(files: Files, base: Place, isWindows: boolean) {
    this.files = files;
    this.base = base;
    this.isWindows = isWindows;
    this.#separator = separatorOf(base.path);
    this.#foldsNames = isWindows && !isWindowsPath(base.path);
  }

  get skipped(): Coverage[] {
    return [...this.#skipped.values()];
  }

  below(place: Place, name: string): Place {
    const { path } = place;
    const joint = path.endsWith(this.#separator) ? '' : this.#separator;
    return { path: `${path}${joint}${name}`, shown: `${place.shown}/${name}` };
  }

  /**
   * What `/var/log/amazon/ssm` is here, or `document/state` below another place. Names of Windows are found in any
   * case; the tree's own spelling is kept.
   */
  at(path: string, from: Place = this.base): Place {
    let place = from;
    for (const name of path.split('/')) {
      if (name !== '') place = this.below(place, this.#foldsNames ? this.#spelling(place, name) : name);
    }
    return place;
  }

  /** The first of these folders that can be listed. Refusals are noted only when there is none. */
  firstFolder(paths: readonly string[]): Folder | null {
    const refused: [Place, FilesError][] = [];
    for (const path of paths) {
      const place = this.at(path);
      try {
        return { place, entries: this.files.listEntries(place.path) };
      } catch (error) {
        refused.push([place, filesError(error)]);
      }
    }
    for (const [place, error] of refused) this.refuse(place, 'folder', error);
    return null;
  }

  /** What is in a folder; nothing when it is not there or refused, which is noted. */
  folder(place: Place): Folder {
    try {
      return { place, entries: this.files.listEntries(place.path) };
    } catch (error) {
      this.refuse(place, 'folder', filesError(error));
      return { place, entries: [] };
    }
  }

  /** Names in a folder that may hold very many entries. */
  names(place: Place): readonly string[] {
    try {
      return this.files.list(place.path);
    } catch (error) {
      this.refuse(place, 'folder', filesError(error));
      return [];
    }
  }

  look(place: Place): Entry | null {
    try {
      return this.files.look(place.path);
    } catch (error) {
      this.refuse(place, 'folder', filesError(error));
      return null;
    }
  }

  /** An entry of a folder by its name, in any case on Windows. */
  child(folder: Folder, name: string): Place | null {
    const found = folder.entries.find((entry) => this.isSameName(entry.name, name));
    return found === undefined ? null : this.below(folder.place, found.name);
  }

  isSameName(one: string, other: string): boolean {
    return one === other || (this.isWindows && one.toLowerCase() === other.toLowerCase());
  }

  /** The file at a place, to be read as `kind`; null when it is none, which is noted. */
  source(kind: SourceKind, place: Place, { nodeId, output }: SourceContext = NO_CONTEXT): Source | null {
    const file = this.file(place, kind);
    return file && { kind, path: file.path, shown: place.shown, entry: file.entry, nodeId, output };
  }

  /** What stands at a place, if it is a file. A link is replaced by what it leads to. */
  file(place: Place, kind: string): Pick<Source, 'path' | 'entry'> | null {
    try {
      const found = this.#throughLink(place.path, this.files.look(place.path));
      if (found.entry.type === 'file') return found;
      this.skip(place, kind, 'malformed', `${NOT_A_FILE[found.entry.type]}, not a file`);
    } catch (error) {
      this.refuse(place, kind, filesError(error));
    }
    return null;
  }

  skip(place: Place, kind: string, reason: CoverageReason, detail: string, bytes = 0): void {
    const file = place.shown === '' ? '/' : place.shown;
    const key = `${reason} ${kind} ${file}`;
    this.#skipped.set(key, { file, kind, status: 'skipped', reason, detail, bytes, lines: 0 });
  }

  /** Notes why a file or folder could not be read; what is not there needs no note. */
  refuse(place: Place, kind: string, error: FilesError): void {
    if (ABSENT.has(error.code)) return;
    const [reason, detail] = REFUSALS.get(error.code) ?? ['not-readable', `the system says ${error.code}`];
    this.skip(place, kind, reason, detail);
  }

  #throughLink(path: string, entry: Entry): { path: string; entry: Entry } {
    if (entry.type !== 'link') return { path, entry };
    const resolved = this.files.resolve(path);
    return { path: resolved, entry: this.files.look(resolved) };
  }

  #spelling(place: Place, name: string): string {
    let entries = this.#known.get(place.path);
    if (entries === undefined) {
      entries = this.folder(place).entries;
      this.#known.set(place.path, entries);
    }
    return entries.find((entry) => this.isSameName(entry.name, name))?.name ?? name;
  }
}

type SourceContext = Pick<Source, 'nodeId'> & { readonly output: StepOutput | null };

const NO_CONTEXT: SourceContext = { nodeId: null, output: null };
const NOT_A_FILE = { folder: 'a folder', link: 'a link', other: 'a device, pipe or socket' } as const;

function filesError(error: unknown): FilesError {
  if (error instanceof FilesError) return error;
  throw error;
}
