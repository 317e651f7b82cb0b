import { posix, win32 } from 'node:path';
import {
  type Entry,
  type Files,
  FilesError,
  type FolderEntry,
  type OpenFile,
} from '../../src/platform/files.ts';

/** What stands at a path. A text is its UTF-8 bytes; `unreadable` refuses to be opened or listed (`EACCES`). */
export type MemoryEntry =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly unreadable: true }
  | { readonly modified: number; readonly bytes: string | Uint8Array };

interface Node {
  readonly name: string;
  readonly type: Entry['type'];
  readonly bytes: Uint8Array;
  readonly modified: number;
  readonly identity: string;
  readonly unreadable: boolean;
  /** Names in a folder, in the order of the tree. */
  readonly children: Map<string, Node>;
  readonly link: string | null;
}

const UNTIMED = Date.UTC(2026, 0, 1);
const LINKS_FOLLOWED = 40;

/**
 * Files that exist only in a test. Keys are absolute paths, of the POSIX style or (when they start with a drive
 * letter) the Windows style, where case does not matter. Folders come from the paths; a key that ends with a
 * separator is an empty or unreadable folder. Failures carry the codes of the real system.
 */
export function memoryFiles(tree: Readonly<Record<string, MemoryEntry>>): Files {
  const windows = Object.keys(tree).some((path) => /^[a-z]:[\\/]/i.test(path));
  return new MemoryFiles(tree, windows ? win32 : posix);
}

class MemoryFiles implements Files {
  readonly #path: typeof posix;
  readonly #roots = new Map<string, Node>();
  #made = 0;

  constructor(tree: Readonly<Record<string, MemoryEntry>>, path: typeof posix) {
    this.#path = path;
    for (const [key, entry] of Object.entries(tree)) this.#plant(key, entry);
  }

  list(folder: string): string[] {
    return this.listEntries(folder).map((entry) => entry.name);
  }

  listEntries(folder: string): FolderEntry[] {
    const node = this.#walk(folder, true).node;
    if (node.type !== 'folder') throw new FilesError('ENOTDIR', folder);
    if (node.unreadable) throw new FilesError('EACCES', folder);
    // The contract says unsorted: a caller that relies on an order shall fail.
    return [...node.children.values()].map(({ name, type }) => ({ name, type })).reverse();
  }

  look(path: string): Entry {
    return entryOf(this.#walk(path, false).node);
  }

  find(path: string): Entry | null {
    try {
      return this.look(path);
    } catch (error) {
      if (error instanceof FilesError && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  resolve(path: string): string {
    return this.#walk(path, true).path;
  }

  open(path: string): OpenFile {
    const node = this.#walk(path, false).node;
    if (node.type === 'link') throw new FilesError('ELOOP', path);
    if (node.type !== 'file') throw new FilesError('ENOTFILE', path);
    if (node.unreadable) throw new FilesError('EACCES', path);
    return openNode(node, path);
  }

  #plant(key: string, entry: MemoryEntry): void {
    if (!this.#path.isAbsolute(key)) throw new Error(`memoryFiles wants absolute paths, got ${key}`);
    const { root, steps } = this.#split(key);
    const isFolder = /[\\/]$/.test(key);
    const rootKey = this.#fold(root);
    let folder = this.#roots.get(rootKey) ?? this.#folder(root);
    this.#roots.set(rootKey, folder);
    steps.forEach((name, index) => {
      const isLast = index === steps.length - 1;
      const known = folder.children.get(this.#fold(name));
      const node =
        isLast && !isFolder ? this.#leaf(name, entry) : (known ?? this.#folder(name, isLast ? entry : ''));
      folder.children.set(this.#fold(name), node);
      folder = node;
    });
  }

  #folder(name: string, entry: MemoryEntry = ''): Node {
    const unreadable = typeof entry === 'object' && 'unreadable' in entry;
    return this.#node({ name, type: 'folder', unreadable });
  }

  #leaf(name: string, entry: MemoryEntry): Node {
    if (typeof entry === 'string' || entry instanceof Uint8Array) {
      return this.#node({ name, type: 'file', bytes: bytesOf(entry) });
    }
    if ('link' in entry) return this.#node({ name, type: 'link', link: entry.link });
    if ('unreadable' in entry) return this.#node({ name, type: 'file', unreadable: true });
    return this.#node({ name, type: 'file', bytes: bytesOf(entry.bytes), modified: entry.modified });
  }

  #node(facts: Partial<Node> & Pick<Node, 'name' | 'type'>): Node {
    this.#made += 1;
    return {
      bytes: new Uint8Array(0),
      modified: UNTIMED,
      identity: `memory:${this.#made}`,
      unreadable: false,
      children: new Map(),
      link: null,
      ...facts,
    };
  }

  #split(path: string): { root: string; steps: string[] } {
    const root = this.#path.parse(path).root;
    const separator = this.#path === win32 ? /[\\/]+/ : /\/+/;
    return {
      root,
      steps: path
        .slice(root.length)
        .split(separator)
        .filter((step) => step !== '' && step !== '.'),
    };
  }

  #fold(name: string): string {
    return this.#path === win32 ? name.toLowerCase().replaceAll('/', '\\') : name;
  }

  #walk(path: string, followLast: boolean): { node: Node; path: string } {
    const { root, steps } = this.#split(path);
    let trail = [this.#rootNode(root, path)];
    let followed = 0;
    while (steps.length > 0) {
      const name = steps.shift() ?? '';
      const here = trail.at(-1) ?? this.#rootNode(root, path);
      if (here.type !== 'folder') throw new FilesError('ENOTDIR', path);
      if (name === '..') {
        if (trail.length > 1) trail.pop();
        continue;
      }
      const next = here.children.get(this.#fold(name));
      if (next === undefined) throw new FilesError('ENOENT', path);
      if (next.link === null || (steps.length === 0 && !followLast)) {
        trail.push(next);
        continue;
      }
      followed += 1;
      if (followed > LINKS_FOLLOWED) throw new FilesError('ELOOP', path);
      const target = this.#split(next.link);
      if (target.root !== '') trail = [this.#rootNode(target.root, path)];
      steps.unshift(...target.steps);
    }
    const [top, ...rest] = trail.map((node) => node.name);
    return { node: trail.at(-1) ?? this.#rootNode(root, path), path: this.#path.join(top ?? root, ...rest) };
  }

  #rootNode(root: string, path: string): Node {
    const node = this.#roots.get(this.#fold(root));
    if (node === undefined) throw new FilesError('ENOENT', path);
    return node;
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function entryOf(node: Node): Entry {
  return { type: node.type, size: node.bytes.length, modified: node.modified, identity: node.identity };
}

function openNode(node: Node, path: string): OpenFile {
  let isOpen = true;
  return {
    entry: entryOf(node),
    read(target, position) {
      if (!isOpen) throw new FilesError('EBADF', path);
      const part = node.bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
    close() {
      isOpen = false;
    },
  };
}
