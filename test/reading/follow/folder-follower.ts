import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import { type Followed, LogFollower } from '../../../src/reading/follow/log-follower.ts';
import type { Lost, Position } from '../../../src/reading/resume/positions.ts';

/** What a run of a follower leaves: plain data. */
export interface Left {
  readonly positions: readonly Position[];
  /** Every line that was processed, in this order. */
  readonly lines: readonly string[];
}

/** Follows the files of a folder from where an earlier run left them. */
export class FolderFollower {
  readonly lines: string[];
  readonly #folder: string;
  readonly #follower: LogFollower<Followed>;

  constructor(folder: string, { positions, lines }: Left) {
    this.#folder = folder;
    this.lines = [...lines];
    const take = (text: string): void => {
      this.lines.push(...text.split('\n').slice(0, -1));
    };
    this.#follower = new LogFollower(nodeFiles(), (_, { bytes }) => take(bytes.toString('latin1')), Date.now);
    this.#follower.restore(positions);
  }

  /** The look of an event that names a file: null where that was enough, else what a look at the whole folder gives. */
  lookAt(name: string): readonly Lost[] | null {
    const [found] = filesIn(this.#folder).filter(({ path }) => path === join(this.#folder, name));
    return found !== undefined && this.#follower.lookAt(found) ? null : this.look();
  }

  look(): readonly Lost[] {
    return this.#follower.look(filesIn(this.#folder));
  }

  /** No file is there that was not there at the last look. */
  knowsAll(): boolean {
    const known = new Set(this.#follower.positions.map(({ identity }) => identity));
    return filesIn(this.#folder).every(({ entry }) => known.has(entry.identity));
  }

  get left(): Left {
    return { positions: this.#follower.positions, lines: [...this.lines] };
  }
}

/** Every complete line that stands in a file of the folder. */
export function linesIn(folder: string): Set<string> {
  const texts = readdirSync(folder).map((name) => textAt(join(folder, name)));
  return new Set(texts.flatMap((text) => text.split('\n').slice(0, -1)));
}

function filesIn(folder: string): Followed[] {
  const files = nodeFiles();
  return readdirSync(folder).map((name) => ({
    path: join(folder, name),
    entry: files.look(join(folder, name)),
  }));
}

function textAt(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}
