import { randomBytes } from 'node:crypto';
import { FilesError } from '../../platform/files.ts';
import type { PrivateFolder } from '../../platform/private-folder.ts';
import type { Aside } from './aside.ts';
import { entryText, keyOf, parseEntry, type SpoolEntry } from './entry.ts';

/** An entry on the disk. */
export interface Kept {
  readonly name: string;
  readonly entry: SpoolEntry;
}

export interface Pending {
  /** One for each kind and type of the node, the newest; in the order in which they were kept. */
  readonly entries: readonly Kept[];
  /** What was set aside, and why. */
  readonly notes: readonly string[];
}

const MOST_ENTRIES = 20;
const MOST_BYTES = 16e6;
/** Of one entry; what the service takes is smaller. */
const LARGEST = 4e6;

/** `NUMBER-RANDOM.json`: numbers tell the order, since the clock may jump. They stay below ten digits for ever. */
const NAME = /^(0\d{9})-[0-9a-f]{16}\.json$/;

/**
 * The requests that wait to be sent, a file each. Entries are written and removed in one step each and have names of
 * their own, so that any number of runs may keep entries at the same time, and whatever moment a run is killed at,
 * every file is whole. Who sends must hold the lock.
 */
export class Spool {
  readonly #folder: PrivateFolder;
  readonly #aside: Aside;

  constructor(folder: PrivateFolder, aside: Aside) {
    this.#folder = folder;
    this.#aside = aside;
  }

  /**
   * Keeps an entry, in place of older ones for the same type. Gives its name.
   *
   * @throws FilesError
   */
  keep(entry: SpoolEntry): string {
    const before = this.#names();
    const number = before.reduce((most, name) => Math.max(most, numberOf(name)), 0) + 1;
    const name = `${String(number).padStart(10, '0')}-${randomBytes(8).toString('hex')}.json`;
    this.#folder.write(name, entryText(entry));
    const key = keyOf(entry);
    for (const older of before) {
      const found = this.#entryOf(older);
      if (found !== null && typeof found === 'object' && keyOf(found) === key) this.#folder.remove(older);
    }
    this.#bound(name);
    return name;
  }

  has(name: string): boolean {
    return this.#folder.size(name) !== null;
  }

  /** It was sent, or something newer was. @throws FilesError */
  remove(name: string): void {
    this.#folder.remove(name);
  }

  /** It will never be accepted. @throws FilesError */
  setAside(name: string): void {
    this.#aside.take(name, this.#folder);
  }

  /**
   * What is to be sent for a node. What is not fit to be sent is set aside, and older entries of the same type are
   * removed.
   *
   * @throws FilesError
   */
  pending(node: string): Pending {
    const notes: string[] = [];
    const newest = new Map<string, Kept>();
    for (const name of this.#folder.names()) {
      const entry = NAME.test(name) ? this.#entryOf(name) : 'foreign';
      if (entry === null) continue;
      const doubt = typeof entry === 'string' ? DOUBTS[entry] : otherNode(entry, node);
      if (doubt !== null || typeof entry === 'string') {
        notes.push(`${name} was not sent: ${doubt}; ${this.#asideText(name)}`);
        continue;
      }
      const key = keyOf(entry);
      const older = newest.get(key);
      if (older !== undefined) this.#folder.remove(older.name);
      // Deleted first, so that a map's order is the order of the names.
      newest.delete(key);
      newest.set(key, { name, entry });
    }
    return { entries: [...newest.values()], notes };
  }

  /** One that cannot be moved must not keep the others from being sent. */
  #asideText(name: string): string {
    try {
      this.setAside(name);
      return `it is kept in ${this.#aside.path}`;
    } catch (error) {
      if (!(error instanceof FilesError)) throw error;
      return `it could not be moved away: ${error.code}`;
    }
  }

  #names(): string[] {
    return this.#folder.names().filter((name) => NAME.test(name));
  }

  /** Null when it is gone, as another run has sent it. */
  #entryOf(name: string): SpoolEntry | keyof typeof DOUBTS | null {
    if ((this.#folder.size(name) ?? 0) > LARGEST) return 'foreign';
    const read = this.#folder.read(name, LARGEST);
    if (read.kind === 'absent') return null;
    return read.kind === 'refused' ? 'foreign' : parseEntry(read.text);
  }

  /** Removes the oldest where there is too much, but not what was kept just now. */
  #bound(own: string): void {
    const names = this.#names();
    const sizes = names.map((name) => this.#folder.size(name) ?? 0);
    let bytes = sizes.reduce((sum, size) => sum + size, 0);
    let count = names.length;
    for (const [index, name] of names.entries()) {
      if (count <= MOST_ENTRIES && bytes <= MOST_BYTES) return;
      if (name === own) continue;
      this.#folder.remove(name);
      count -= 1;
      bytes -= sizes[index] ?? 0;
    }
  }
}

const DOUBTS = {
  corrupt: 'it is damaged',
  'newer-version': 'a newer version of ssm-doctor wrote it',
  foreign: 'ssm-doctor did not write it',
} as const;

function otherNode(entry: SpoolEntry, node: string): string | null {
  return entry.node === node ? null : `it is about ${entry.node}, and this is ${node}`;
}

function numberOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? 0);
}
