import { posix, win32 } from 'node:path';
import { type Entry, type Files, FilesError, type FolderEntry, type OpenFile } from './files.ts';

/** About 200 bytes each; more folders than any walk has in view at a time. */
const REMEMBERED_FOLDERS = 16_384;

/**
 * The same files, but only below `root`: a path whose folder, with its links resolved, lies elsewhere is refused
 * with `ELEAVESROOT`. Links to folders inside the root are followed. `look` and `open` do not follow a link as the
 * last step, so there only the folder is judged; `list` and `resolve` follow it, so there it is judged too.
 *
 * The answer for a folder is remembered: it costs at most one look per folder, not per file, none where a listing of
 * the folder above told that it is no link, and holds only while nobody rearranges the tree.
 */
export function confinedFiles(inner: Files, root: string): Files {
  return root === '/' ? inner : new ConfinedFiles(inner, root);
}

class ConfinedFiles implements Files {
  readonly #inner: Files;
  readonly #path: typeof posix;
  readonly #root: string;
  readonly #folders = new Map<string, boolean>();
  #resolvedRoot: string | null = null;
  /** Files of one folder come one after the other. */
  #admittedLast: string | null = null;

  constructor(inner: Files, root: string) {
    this.#inner = inner;
    this.#path = /^[a-z]:|^[\\/]{2}/i.test(root) ? win32 : posix;
    this.#root = this.#path.resolve(root);
  }

  list(folder: string): string[] {
    this.#admit(folder);
    return this.#inner.list(folder);
  }

  listEntries(folder: string): FolderEntry[] {
    this.#admit(folder);
    const entries = this.#inner.listEntries(folder);
    const joint = folder.endsWith(this.#path.sep) ? folder : folder + this.#path.sep;
    for (const { name, type } of entries) if (type === 'folder') this.#remember(joint + name, true);
    return entries;
  }

  look(path: string): Entry {
    this.#admitFolderOf(path);
    return this.#noted(path, this.#inner.look(path));
  }

  find(path: string): Entry | null {
    this.#admitFolderOf(path);
    const entry = this.#inner.find(path);
    return entry === null ? null : this.#noted(path, entry);
  }

  resolve(path: string): string {
    this.#admitFolderOf(path);
    const resolved = this.#inner.resolve(path);
    if (!this.#isBelowRoot(resolved)) throw new FilesError('ELEAVESROOT', path);
    return resolved;
  }

  open(path: string): OpenFile {
    this.#admitFolderOf(path);
    return this.#inner.open(path);
  }

  #noted(path: string, entry: Entry): Entry {
    if (entry.type === 'folder' && !isIndirect(path)) this.#remember(path, true);
    return entry;
  }

  #admitFolderOf(path: string): void {
    if (path === this.#root) return;
    this.#admit(isIndirect(path) ? path : this.#folderOf(path));
  }

  /** As `dirname`, which is slow on long paths. */
  #folderOf(path: string): string {
    const slash = path.lastIndexOf('/');
    const at = this.#path === win32 ? Math.max(slash, path.lastIndexOf('\\')) : slash;
    return at > this.#root.length ? path.slice(0, at) : this.#path.dirname(path);
  }

  #admit(folder: string): void {
    if (folder === this.#admittedLast) return;
    if (!this.#isAdmitted(folder)) throw new FilesError('ELEAVESROOT', folder);
    this.#admittedLast = folder;
  }

  #isAdmitted(folder: string): boolean {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const admitted = this.#judge(folder);
    this.#remember(folder, admitted);
    return admitted;
  }

  #remember(folder: string, admitted: boolean): void {
    if (this.#folders.size >= REMEMBERED_FOLDERS) this.#folders.clear();
    this.#folders.set(folder, admitted);
  }

  /** A folder in an admitted folder is inside unless it is a link; only then the whole chain has to be resolved. */
  #judge(folder: string): boolean {
    if (folder === this.#root) return true;
    if (
      !isIndirect(folder) &&
      folder.startsWith(this.#root) &&
      this.#isAdmitted(this.#path.dirname(folder))
    ) {
      if (this.#inner.look(folder).type !== 'link') return true;
    }
    return this.#isBelowRoot(this.#inner.resolve(folder));
  }

  #isBelowRoot(resolved: string): boolean {
    this.#resolvedRoot ??= this.#inner.resolve(this.#root);
    const relative = this.#path.relative(this.#resolvedRoot, resolved);
    return (
      relative !== '..' && !relative.startsWith(`..${this.#path.sep}`) && !this.#path.isAbsolute(relative)
    );
  }
}

/** Does the last step lead elsewhere than into an entry of its folder? A final separator follows a link, too. */
function isIndirect(path: string): boolean {
  const last = path.charCodeAt(path.length - 1);
  const mayBe = last === 0x2e || last === 0x2f || last === 0x5c;
  return mayBe && /(?:[\\/]|(?:^|[\\/])\.\.?)$/.test(path);
}
