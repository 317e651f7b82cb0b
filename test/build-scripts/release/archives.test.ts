import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { tarGz, zip } from '../../../build-scripts/release/archives.ts';

const TIME = Date.UTC(2026, 10, 20, 3, 12, 40) / 1000;

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'archives-'));
  folder = join(parent, 'release');
  mkdirSync(folder);
  writeFileSync(join(folder, 'program'), 'a program', { mode: 0o755 });
  writeFileSync(join(folder, 'a text'), 'text '.repeat(1000), { mode: 0o644 });
});
afterEach(() => rmSync(parent, { recursive: true }));

/** As if it were packed at another time on another machine. */
function touched(): void {
  utimesSync(join(folder, 'program'), 1, 1);
  chmodSync(folder, 0o700);
}

function entriesOf(bytes: Buffer): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, (error: Error | null, file: ZipFile) => {
      if (error !== null) return reject(error);
      const entries: Entry[] = [];
      file.on('entry', (entry: Entry) => entries.push(entry));
      file.on('end', () => resolve(entries));
    });
  });
}

describe('a zip', () => {
  it('holds the files with their modes, at one time', async () => {
    zip(folder, join(parent, 'a.zip'), TIME);
    const entries = await entriesOf(readFileSync(join(parent, 'a.zip')));
    const told = entries.map((entry) => [entry.fileName, entry.externalFileAttributes >>> 16]);
    expect(told).toEqual([
      ['a text', 0o100644],
      ['program', 0o100755],
    ]);
    for (const entry of entries)
      expect(entry.getLastModDate({ timezone: 'UTC' }).getTime()).toBe(TIME * 1000);
  });

  it('has the same bytes wherever and whenever it is made', () => {
    const bytes = ['UTC', 'America/St_Johns'].map((zone) => {
      process.env.TZ = zone;
      zip(folder, join(parent, 'a.zip'), TIME);
      touched();
      return readFileSync(join(parent, 'a.zip')).toString('hex');
    });
    delete process.env.TZ;
    expect(bytes[0]).toBe(bytes[1]);
  });
});

describe('a tar.gz', () => {
  it('holds the files below their folder with their modes, at one time, with the same bytes', async () => {
    const path = join(parent, 'a.tar.gz');
    await tarGz(parent, 'release', path, TIME);
    const told: unknown[] = [];
    const onReadEntry = ({ path, mode, mtime, uid }: ReadEntryFacts) =>
      told.push([path, mode, mtime?.getTime(), uid]);
    await list({ file: path, onReadEntry });
    expect(told).toEqual([
      ['release/a text', 0o644, TIME * 1000, undefined],
      ['release/program', 0o755, TIME * 1000, undefined],
    ]);
    const before = readFileSync(path);
    touched();
    await tarGz(parent, 'release', path, TIME);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

interface ReadEntryFacts {
  readonly path: string;
  readonly mode?: number;
  readonly mtime?: Date;
  readonly uid?: number;
}
