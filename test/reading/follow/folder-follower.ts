import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { type Files, FilesError } from '../../../src/platform/files.ts';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import { type Followed, LogFollower, type Piece } from '../../../src/reading/follow/log-follower.ts';
import type { Lost, Position } from '../../../src/reading/resume/positions.ts';

/** What a run of a follower leaves: plain data. */
export interface Left {
  readonly positions: readonly Position[];
  /** Every line that was processed, in this order. */
  readonly lines: readonly string[];
  /** Lines that were too long to be taken whole, and whose end has not come. */
  readonly begun: readonly Begun[];
}

interface Begun {
  readonly identity: string;
  readonly text: string;
}

/** Bytes of a line that is taken whole. */
export const LONGEST = 4096;

/** Something that happens while the follower looks, before it has asked for files so many times. */
export interface Disturbance {
  readonly before: number;
  happen(): void;
}

/** Follows the files of a folder from where an earlier run left them. */
export class FolderFollower {
  readonly lines: string[];
  #begun: readonly Begun[];
  readonly #folder: string;
  readonly #follower: LogFollower<Followed>;
  readonly #files: Files;
  #disturbance: Disturbance | null = null;
  #asked = 0;

  /** `clock`: milliseconds UTC, as the machine's clock shows them. */
  constructor(folder: string, { positions, lines, begun }: Left, clock: () => number) {
    this.#folder = folder;
    this.lines = [...lines];
    this.#begun = begun;
    const take = (file: Followed, piece: Piece): void => {
      // What happens meanwhile may put another file there.
      if (this.#disturbance === null) expect(piece).toMatchObject(countedIn(file.path, piece));
      this.#take(file.entry.identity, piece);
    };
    this.#files = this.#disturbed(nodeFiles());
    this.#follower = new LogFollower(this.#files, take, clock, 'rotated', LONGEST);
    this.#follower.restore(positions);
  }

  #take(identity: string, { bytes, insideLine }: Piece): void {
    const [first = '', ...others] = bytes.toString('latin1').split('\n');
    const before = insideLine ? this.#endOfBegun(identity, first) : '';
    const lines = [before + first, ...others];
    const rest = lines.pop() ?? '';
    if (rest !== '') this.#begun = [...this.#begun, { identity, text: rest }];
    this.lines.push(...lines);
  }

  /** What stood before the rest of a line: in the same file, or in the one that it was copied from. */
  #endOfBegun(identity: string, rest: string): string {
    const found =
      this.#begun.findLast((begun) => begun.identity === identity) ??
      this.#begun.findLast(({ text }) => text.at(-1) === rest[0]) ??
      this.#begun.at(-1);
    this.#begun = this.#begun.filter((begun) => begun !== found);
    return found?.text ?? '<a line of which the beginning was not handed over>';
  }

  /** The look of an event that names a file: null where that was enough, else what a look at the whole folder gives. */
  lookAt(name: string): readonly Lost[] | null {
    const [found] = this.#list().filter(({ path }) => path === join(this.#folder, name));
    return found !== undefined && this.#follower.lookAt(found) ? null : this.look();
  }

  look(): readonly Lost[] {
    return this.#follower.look(() => this.#list());
  }

  lookDisturbed(disturbance: Disturbance): readonly Lost[] {
    this.#disturbance = disturbance;
    this.#asked = 0;
    const lost = this.look();
    this.#disturbance = null;
    return lost;
  }

  #disturbed(files: Files): Files {
    const ask = <T>(use: (path: string) => T) => {
      return (path: string): T => {
        if (this.#disturbance?.before === this.#asked++) this.#disturbance.happen();
        return use(path);
      };
    };
    return { ...files, look: ask(files.look), open: ask(files.open) };
  }

  #list(): Followed[] {
    return readdirSync(this.#folder).flatMap((name) => {
      const path = join(this.#folder, name);
      try {
        return { path, entry: this.#files.look(path) };
      } catch (error) {
        if (error instanceof FilesError) return [];
        throw error;
      }
    });
  }

  /** No file is there that was not there at the last look. */
  knowsAll(): boolean {
    const known = new Set(this.#follower.positions.map(({ identity }) => identity));
    return this.#list().every(({ entry }) => known.has(entry.identity));
  }

  get left(): Left {
    return { positions: this.#follower.positions, lines: [...this.lines], begun: this.#begun };
  }
}

/** Every complete line that stands in a file of the folder. */
export function linesIn(folder: string): Set<string> {
  const texts = readdirSync(folder).map((name) => textAt(join(folder, name)));
  return new Set(texts.flatMap((text) => text.split('\n').slice(0, -1)));
}

/** What the file itself says about lines in a piece of it. */
function countedIn(path: string, { position, bytes }: Piece): Partial<Piece> {
  const text = textAt(path);
  const feeds = (part: string): number => part.split('\n').length - 1;
  const lines = feeds(text.slice(position, position + bytes.length));
  return { line: feeds(text.slice(0, position)) + 1, lines };
}

function textAt(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}
