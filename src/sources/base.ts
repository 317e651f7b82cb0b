import { type Files, FilesError, type FolderEntry } from '../platform/files.ts';
import { type Place, separatorOf } from './place.ts';

const WINDOWS_FOLDERS = ['programdata', 'program files', 'windows', 'documents and settings'];
/** What collectors call the folder of a drive: `C`, `C:`, `C$`, `C%3A`, `C_`. */
const DRIVE_FOLDER = /^([a-z])(?::|\$|%3a|_)?$/i;

/** The folder from which the paths of the instance count: the root, or for Windows the system drive in it. */
export function baseOf(files: Files, root: string, platform: 'linux' | 'macos' | 'windows'): Place {
  if (platform !== 'windows') return { path: root, shown: '' };
  const drive = /^([a-z]):/i.exec(root)?.[1]?.toUpperCase() ?? 'C';
  const here: Place = { path: root, shown: `${drive}:` };
  const entries = listed(files, root);
  if (holdsSystem(entries)) return here;
  const separator = separatorOf(root);
  for (const { name } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const letter = DRIVE_FOLDER.exec(name)?.[1];
    if (letter === undefined) continue;
    const path = `${root}${root.endsWith(separator) ? '' : separator}${name}`;
    if (holdsSystem(listed(files, path))) return { path, shown: `${letter.toUpperCase()}:` };
  }
  return here;
}

function holdsSystem(entries: readonly FolderEntry[]): boolean {
  return entries.some(({ name }) => WINDOWS_FOLDERS.includes(name.toLowerCase()));
}

/** What refuses here is noted when the folder is listed for its content. */
function listed(files: Files, folder: string): FolderEntry[] {
  try {
    return files.listEntries(folder);
  } catch (error) {
    if (error instanceof FilesError) return [];
    throw error;
  }
}
