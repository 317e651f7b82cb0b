import { type Files, FilesError, type FolderEntry } from '../platform/files.ts';
import { type Place, separatorOf } from './place.ts';
import type { TreeOptions } from './source.ts';

/** The folder from which the paths of the instance count. */
export interface Base {
  readonly place: Place;
  /** Whether it holds folders of an operating system; if not, what is in it is loose files. */
  readonly hasLayout: boolean;
}

const POSIX_FOLDERS = ['var', 'etc', 'opt', 'usr', 'private', 'snap'];
const WINDOWS_FOLDERS = ['programdata', 'program files', 'windows', 'documents and settings'];
/** What collectors call the folder of a drive: `C`, `C:`, `C$`, `C%3A`, `C_`. */
const DRIVE_FOLDER = /^([a-z])(?::|\$|%3a|_)?$/i;
/** Archives and downloads wrap the tree in folders that hold nothing else. */
const MOST_WRAPPERS = 3;

/** Finds the root of the instance in the folder that was given: itself, a wrapped one, or for Windows a drive in it. */
export function baseOf({ files, root, platform }: TreeOptions): Base {
  let path = root;
  for (let wrappers = 0; wrappers <= MOST_WRAPPERS; wrappers++) {
    const entries = entriesOf(files, path);
    const base = platform === 'windows' ? windowsBase(files, path, entries) : posixBase(path, entries);
    if (base !== null) return base;
    const [only] = entries;
    if (only?.type !== 'folder' || entries.length > 1) break;
    path = joined(path, only.name);
  }
  return { place: { path: root, shown: platform === 'windows' ? driveOf(root) : '' }, hasLayout: false };
}

function posixBase(path: string, entries: readonly FolderEntry[]): Base | null {
  const hasLayout = entries.some(({ name, type }) => type !== 'file' && POSIX_FOLDERS.includes(name));
  return hasLayout ? { place: { path, shown: '' }, hasLayout } : null;
}

function windowsBase(files: Files, path: string, entries: readonly FolderEntry[]): Base | null {
  if (holdsSystem(entries)) return { place: { path, shown: driveOf(path) }, hasLayout: true };
  for (const { name } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const letter = DRIVE_FOLDER.exec(name)?.[1];
    if (letter === undefined) continue;
    const drive = joined(path, name);
    if (holdsSystem(entriesOf(files, drive))) {
      return { place: { path: drive, shown: `${letter.toUpperCase()}:` }, hasLayout: true };
    }
  }
  return null;
}

/** The drive of a path of this machine; a tree elsewhere is taken for the system drive. */
function driveOf(path: string): string {
  return `${/^([a-z]):/i.exec(path)?.[1]?.toUpperCase() ?? 'C'}:`;
}

function holdsSystem(entries: readonly FolderEntry[]): boolean {
  return entries.some(({ name }) => WINDOWS_FOLDERS.includes(name.toLowerCase()));
}

function joined(path: string, name: string): string {
  const separator = separatorOf(path);
  return `${path}${path.endsWith(separator) ? '' : separator}${name}`;
}

/** What refuses here is noted when the folder is listed for its content. */
function entriesOf(files: Files, folder: string): FolderEntry[] {
  try {
    return files.listEntries(folder);
  } catch (error) {
    if (error instanceof FilesError) return [];
    throw error;
  }
}
