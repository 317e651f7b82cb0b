import type { PrivateFolder } from '../../platform/private-folder.ts';
import { hashOf, keyOf, type SpoolEntry } from './entry.ts';

const NAME = 'sent.json';
const FORMAT = 1;
const MOST = 20;
const LARGEST = 64 * 1024;

/**
 * Which content the service accepted last, by type and place: a memory that may be lost. It tells what is unchanged,
 * and which hash the service should know.
 */
export class Sent {
  readonly #folder: PrivateFolder;

  constructor(folder: PrivateFolder) {
    this.#folder = folder;
  }

  /** The hash that was accepted last for the entry's type; `place` is the region or endpoint. */
  hash(entry: SpoolEntry, place: string): string | null {
    return this.#hashes().get(placeKey(entry, place)) ?? null;
  }

  /** @throws FilesError */
  note(entry: SpoolEntry, place: string): void {
    const key = placeKey(entry, place);
    const hashes = this.#hashes();
    hashes.delete(key);
    hashes.set(key, hashOf(entry));
    const newest = [...hashes].slice(-MOST);
    this.#folder.write(NAME, `${JSON.stringify({ format: FORMAT, hashes: newest })}\n`);
  }

  /** None where the file is missing, damaged, or of another version. */
  #hashes(): Map<string, string> {
    const read = this.#folder.read(NAME, LARGEST);
    if (read.kind !== 'text') return new Map();
    try {
      const parsed = JSON.parse(read.text) as { format?: unknown; hashes?: unknown };
      if (parsed.format !== FORMAT || !Array.isArray(parsed.hashes)) return new Map();
      return new Map(parsed.hashes.filter(isPair));
    } catch {
      return new Map();
    }
  }
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

function placeKey(entry: SpoolEntry, place: string): string {
  return `${keyOf(entry)} ${place}`;
}
