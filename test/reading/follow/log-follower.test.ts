import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import { MARK_BYTES } from '../../../src/reading/resume/marks.ts';
import type { Lost } from '../../../src/reading/resume/positions.ts';
import { FolderFollower, type Left, LONGEST, linesIn } from './folder-follower.ts';

const ACTIONS = [
  'WriteLine',
  'WriteLongLine',
  'WriteHalfLine',
  'WriteHugeLine',
  'WriteHalfOfHugeLine',
  'WriteToRolled',
  'Rotate',
  'Copy',
  'Truncate',
  'CopyTruncate',
  'CopyFirstHalf',
  'CopySecondHalf',
  'Delete',
  'Recreate',
  'Gzip',
  'RemoveOriginal',
  'SetClockBack',
  'SetClockForward',
  'Look',
  'LookAtLog',
  'RotateWhileLooking',
  'WriteWhileLooking',
  'Save',
  'Restart',
  'Kill9',
] as const;
type Action = (typeof ACTIONS)[number];

/** Those that may take away what was not read. */
const DESTRUCTIVE: ReadonlySet<Action> = new Set(['Truncate', 'CopyTruncate', 'Delete', 'Recreate']);

/** So many files or fewer a look asks for, as a rule. */
const MOMENTS = 12;

/** Milliseconds. */
const AN_HOUR = 3_600_000;

const SEED = Number(process.env.FOLLOWING_SEED ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env.FOLLOWING_RUNS ?? 2000);

/** A log, who writes it, who rotates it, and a follower that is stopped and killed; all on real files. */
class World {
  readonly #folder: string;
  readonly #log: string;
  #written = 0;
  #rolls = 0;
  /** The writer that did not notice the last rotation. */
  #rolled: number | null = null;
  /** A packed file whose original is still to be removed. */
  #packed: string | null = null;
  /** A copy that is being made. */
  #halfCopied: { readonly to: string; readonly identity: string } | null = null;
  /** Identities of logs that were copied. */
  readonly #copied = new Set<string>();
  /** Milliseconds that the clock is off. */
  #ahead = 0;
  #follower: FolderFollower;
  #saved = '{"positions":[],"lines":[],"begun":[]}';
  /** Lines that stood in a file when the follower looked, in the life of the follower as far as it was saved. */
  #seen = new Set<string>();
  #seenAtSave = new Set<string>();
  #wasDestructive = false;
  #lost: Lost[] = [];
  /** Identities of files that were read from, and that were destroyed with lines in them that nobody has seen. */
  #mustBeLost = new Set<string>();
  #disturbances = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#log = join(folder, 'log');
    this.#follower = this.#loaded();
    writeFileSync(this.#log, '');
  }

  act(action: Action): void {
    if (DESTRUCTIVE.has(action)) this.#wasDestructive = true;
    this[action]();
  }

  end(): void {
    this.Look();
    if (this.#rolled !== null) closeSync(this.#rolled);
  }

  WriteLine(): void {
    appendFileSync(this.#log, `line ${this.#written++}\n`);
  }

  WriteLongLine(): void {
    appendFileSync(this.#log, `line ${this.#written++} ${'x'.repeat(1500)}\n`);
  }

  WriteHalfLine(): void {
    appendFileSync(this.#log, `half ${this.#written++} `);
  }

  /** Too long to be taken whole. */
  WriteHugeLine(): void {
    this.WriteHalfOfHugeLine();
    appendFileSync(this.#log, 'end\n');
  }

  WriteHalfOfHugeLine(): void {
    const number = this.#written++;
    const filling = String.fromCharCode(65 + (number % 50)).repeat(LONGEST + 500 * (number % 3));
    appendFileSync(this.#log, `huge ${number} ${filling}`);
  }

  WriteToRolled(): void {
    if (this.#rolled !== null) writeSync(this.#rolled, `late ${this.#written++}\n`);
  }

  Rotate(): void {
    if (!existsSync(this.#log)) return;
    if (this.#rolled !== null) closeSync(this.#rolled);
    this.#rolled = openSync(this.#log, 'a');
    renameSync(this.#log, this.#nextRoll());
    writeFileSync(this.#log, '');
  }

  Copy(): void {
    if (!this.#isKnown(this.#log)) return;
    this.#copied.add(nodeFiles().look(this.#log).identity);
    copyFileSync(this.#log, this.#nextRoll());
  }

  /** Copying takes its time. */
  CopyFirstHalf(): void {
    if (!this.#isKnown(this.#log) || this.#halfCopied !== null) return;
    const { identity, size } = nodeFiles().look(this.#log);
    if (size < 2 * MARK_BYTES + 2) return;
    this.#copied.add(identity);
    const to = this.#nextRoll();
    writeFileSync(to, readFileSync(this.#log).subarray(0, size / 2));
    this.#halfCopied = { to, identity };
  }

  CopySecondHalf(): void {
    const half = this.#halfCopied;
    this.#halfCopied = null;
    if (half === null || !existsSync(this.#log) || !existsSync(half.to)) return;
    const { identity, size } = nodeFiles().look(this.#log);
    const { size: copied } = nodeFiles().look(half.to);
    if (identity === half.identity && size >= copied)
      appendFileSync(half.to, readFileSync(this.#log).subarray(copied));
  }

  Truncate(): void {
    this.CopySecondHalf();
    if (!existsSync(this.#log)) return;
    this.#noteLoss(this.#log);
    truncateSync(this.#log);
  }

  CopyTruncate(): void {
    this.Copy();
    this.Truncate();
  }

  Delete(): void {
    if (!existsSync(this.#log)) return;
    this.#halfCopied = null;
    this.#noteLoss(this.#log);
    unlinkSync(this.#log);
  }

  Recreate(): void {
    this.Delete();
    this.WriteLine();
  }

  Gzip(): void {
    const roll = join(this.#folder, `log.${this.#rolls}`);
    if (!this.#isKnown(roll) || this.#packed !== null) return;
    // A file that grows while it is packed is one that its packer destroys.
    if (this.#rolled !== null) closeSync(this.#rolled);
    this.#rolled = null;
    this.#packed = roll;
    writeFileSync(`${roll}.gz`, gzipSync(readFileSync(roll)));
  }

  RemoveOriginal(): void {
    if (this.#packed === null) return;
    unlinkSync(this.#packed);
    this.#packed = null;
  }

  SetClockBack(): void {
    this.#ahead -= AN_HOUR;
  }

  SetClockForward(): void {
    this.#ahead += AN_HOUR;
  }

  Look(): void {
    const there = linesIn(this.#folder);
    this.#lost.push(...this.#follower.look());
    this.#checkAll(there);
  }

  /** The events since the last look named the log, and no file that is not known. */
  LookAtLog(): void {
    if (!existsSync(this.#log) || !this.#follower.knowsAll()) return;
    const there = linesIn(this.#folder);
    const inLog = completeLines(this.#log);
    const lost = this.#follower.lookAt('log');
    if (lost === null) {
      for (const line of inLog) this.#seen.add(line);
      expect(this.#follower.lines).toEqual(expect.arrayContaining(inLog));
      return;
    }
    this.#lost.push(...lost);
    this.#checkAll(there);
  }

  /** At one of the moments at which the follower turns to a file; what it did not see is there for the next look. */
  RotateWhileLooking(): void {
    this.#lookWhile(() => {
      this.Rotate();
      this.WriteLine();
    });
  }

  WriteWhileLooking(): void {
    this.#lookWhile(() => {
      this.WriteLine();
      this.WriteToRolled();
    });
  }

  #lookWhile(happen: () => void): void {
    this.#disturbances += 1;
    const before = (this.#written + 5 * this.#disturbances) % MOMENTS;
    this.#lost.push(...this.#follower.lookDisturbed({ before, happen }));
    this.Look();
  }

  /** Each line that was there was handed over once, and what nobody can find any more is said. */
  #checkAll(there: ReadonlySet<string>): void {
    for (const line of there) this.#seen.add(line);
    expect(this.#follower.lines.toSorted()).toEqual([...this.#seen].sort());
    const identities = this.#lost.map(({ position }) => position.identity);
    expect(identities).toEqual(expect.arrayContaining([...this.#mustBeLost]));
    if (!this.#wasDestructive) expect(this.#lost).toEqual([]);
    this.#lost = [];
    this.#wasDestructive = false;
    this.#mustBeLost.clear();
  }

  Save(): void {
    this.Look();
    this.#saved = JSON.stringify(this.#follower.left);
    this.#seenAtSave = new Set(this.#seen);
  }

  Restart(): void {
    this.Save();
    this.#load();
  }

  Kill9(): void {
    this.#seen = new Set(this.#seenAtSave);
    this.#load();
    // What was noted between the last save and now is forgotten with the rest.
    this.#wasDestructive = true;
    this.#mustBeLost.clear();
  }

  #load(): void {
    this.#follower = this.#loaded();
  }

  #loaded(): FolderFollower {
    return new FolderFollower(this.#folder, JSON.parse(this.#saved) as Left, () => Date.now() + this.#ahead);
  }

  /** Nobody can tell which of two equal files that were never looked at is the copy. */
  #isKnown(path: string): boolean {
    return existsSync(path) && hasRead(JSON.parse(this.#saved) as Left, path);
  }

  #nextRoll(): string {
    this.#rolls += 1;
    return join(this.#folder, `log.${this.#rolls}`);
  }

  /** What was copied is not lost; what was written to the original after that is, and nobody can tell. */
  #noteLoss(path: string): void {
    const { identity } = nodeFiles().look(path);
    if (this.#copied.has(identity) || !hasRead(this.#follower.left, path)) return;
    if (completeLines(path).some((line) => !this.#seen.has(line))) this.#mustBeLost.add(identity);
  }
}

/** Was a line read from this file? The system may give the identity of one that was removed to the next one. */
function hasRead({ positions, lines }: Left, path: string): boolean {
  const { identity } = nodeFiles().look(path);
  const isKnown = positions.some((position) => position.identity === identity && position.offset > 0);
  return isKnown && lines.includes(completeLines(path)[0] ?? '');
}

function completeLines(path: string): string[] {
  return readFileSync(path, 'latin1').split('\n').slice(0, -1);
}

test(`every line is processed exactly once, whatever is done to the log (seed ${SEED})`, () => {
  const root = mkdtempSync(join(tmpdir(), 'ssm-doctor-following-'));
  let run = 0;
  try {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTIONS), { minLength: 5, maxLength: 40 }), (actions) => {
        const folder = mkdtempSync(join(root, `${run++}-`));
        const world = new World(folder);
        for (const action of actions) world.act(action);
        world.end();
        rmSync(folder, { recursive: true });
      }),
      { seed: SEED, numRuns: RUNS },
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}, 300_000);
