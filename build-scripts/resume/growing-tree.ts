import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Long enough ago that nobody doubts the times of files. */
const BEGAN = Date.UTC(2026, 0, 1) / 1000;
const AN_HOUR = 3600;
const LOG = /^(?:amazon-ssm-agent|errors)\.log$/;

interface Part {
  readonly from: string;
  readonly to: string;
  /** Bytes that are there. */
  shown: number;
}

/** A copy of a tree that comes to be bit by bit: files appear, grow, and logs are rotated in the ways that they are. */
export class GrowingTree {
  readonly #parts: Part[];
  readonly #random: () => number;
  #hours = 0;
  #rolls = 0;

  constructor(source: string, target: string, random: () => number) {
    this.#random = random;
    this.#parts = filesBelow(source).map((path) => ({
      from: join(source, path),
      to: join(target, path),
      shown: -1,
    }));
    mkdirSync(target, { recursive: true });
  }

  /** Lets some time pass: some files appear or grow by a random part, and at times a log is rotated. */
  grow(): void {
    this.#hours += 1;
    for (const part of this.#parts) if (this.#random() < 0.6) this.#show(part, this.#cutOf(part));
    if (this.#random() < 0.6) this.#rotateSome();
  }

  /** Shows all that is left. */
  complete(): void {
    this.#hours += 1;
    for (const part of this.#parts) this.#show(part, statSync(part.from).size);
  }

  #cutOf({ from, shown }: Part): number {
    const { size } = statSync(from);
    const start = Math.max(0, shown);
    return this.#random() < 0.3 ? size : start + Math.floor(this.#random() * (size - start + 1));
  }

  #show(part: Part, until: number): void {
    if (part.shown >= until) return;
    const bytes = readFileSync(part.from).subarray(Math.max(0, part.shown), until);
    mkdirSync(dirname(part.to), { recursive: true });
    appendFileSync(part.to, bytes);
    this.#touch(part.to);
    part.shown = until;
  }

  #rotateSome(): void {
    const logs = this.#parts.filter(({ to, shown }) => shown > 0 && LOG.test(basename(to)) && existsSync(to));
    const log = logs[Math.floor(this.#random() * logs.length)];
    if (log === undefined) return;
    const roll = `${log.to}.${90 + this.#rolls++}`;
    const how = this.#random();
    if (how < 0.4) renameSync(log.to, roll);
    else if (how < 0.6) {
      copyFileSync(log.to, roll);
      truncateSync(log.to);
    } else if (how < 0.8) {
      writeFileSync(`${roll}.gz`, gzipSync(readFileSync(log.to)));
      this.#touch(`${roll}.gz`);
      rmSync(log.to);
    } else rmSync(log.to);
    for (const path of [log.to, roll]) if (existsSync(path)) this.#touch(path);
  }

  /** At times the last change is so recent that it may not be the last. */
  #touch(path: string): void {
    if (this.#random() < 0.2) return;
    const time = BEGAN + this.#hours * AN_HOUR;
    utimesSync(path, time, time);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}
