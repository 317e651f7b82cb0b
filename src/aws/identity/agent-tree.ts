import type { Files } from '../../platform/files.ts';
import type { Machine } from '../../platform/machine.ts';
import { baseOf } from '../../sources/base.ts';
import { type Layout, layoutOf } from '../../sources/layout.ts';
import type { Place } from '../../sources/place.ts';
import { readPlainHead } from '../../sources/plain-head.ts';
import { Tree } from '../../sources/tree.ts';

/** A file of the agent, or why there is none. */
export type AgentFile =
  | { readonly kind: 'text'; readonly text: string; readonly shown: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly shown: string; readonly why: string };

const LARGEST = 64 * 1024;
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

/** The files of the agent on a machine, by their paths on the instance. */
export class AgentTree {
  readonly layout: Layout;
  readonly tree: Tree;
  readonly #files: Files;
  readonly #remembered = new Map<string, unknown>();

  constructor({ files, root, platform }: Pick<Machine, 'files' | 'root' | 'platform'>) {
    this.layout = layoutOf(platform);
    this.tree = new Tree(files, baseOf({ files, root, platform }).place, platform === 'windows');
    this.#files = files;
  }

  /** What was found once and needs a search. */
  remembered<T>(what: string, find: () => T): T {
    if (!this.#remembered.has(what)) this.#remembered.set(what, find());
    return this.#remembered.get(what) as T;
  }

  /** The first of these that is there. */
  first(paths: readonly string[]): AgentFile {
    for (const path of paths) {
      const file = this.read(this.tree.at(path));
      if (file.kind !== 'absent') return file;
    }
    return { kind: 'absent' };
  }

  read(place: Place): AgentFile {
    const { shown } = place;
    const head = readPlainHead(this.#files, place.path, LARGEST);
    if (head.kind === 'text') return { kind: 'text', text: head.text, shown };
    if (head.kind === 'binary') return { kind: 'refused', shown, why: 'expected text, found other bytes' };
    const { code } = head.error;
    return ABSENT.has(code) ? { kind: 'absent' } : { kind: 'refused', shown, why: whyRefused(code) };
  }

  /** The state of one kind, as the agent or its patch documents leave it. */
  state(kind: 'identity-config' | 'registration'): AgentFile {
    return this.first(this.layout.stateFiles.find((file) => file.kind === kind)?.paths ?? []);
  }

  /** What a path of the instance is here: `C:\Program Files\x` below the folder of its drive. */
  native(path: string): string {
    return this.tree.at(path.replace(/^[a-z]:/i, '').replaceAll('\\', '/')).path;
  }
}

/** What the system's code for a file means, and what to do. */
export function whyRefused(code: string): string {
  const isForbidden = code === 'EACCES' || code === 'EPERM';
  return isForbidden
    ? 'it may not be read; run as root, or as Administrator on Windows'
    : `it cannot be read: ${code}`;
}
