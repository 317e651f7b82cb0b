import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { create } from 'tar';

/** The system of a zip whose attributes are those of Unix, and where a file's mode stands in them. */
const UNIX = 3;
const MODE_SHIFT = 16;
const REGULAR_FILE = 0o100000;

/** Packs the files of a folder, without it, in the order of their names. `time` is in seconds since 1970. */
export function zip(folder: string, output: string, time: number): void {
  // A zip knows local times only; what it holds is the time in UTC, wherever it is made.
  const utc = new Date(time * 1000);
  const mtime = new Date(utc.getTime() + utc.getTimezoneOffset() * 60_000);
  const files: Zippable = {};
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const attrs = (REGULAR_FILE | (statSync(path).mode & 0o777)) << MODE_SHIFT;
    files[name] = [readFileSync(path), { level: 6, mtime, os: UNIX, attrs: attrs >>> 0 }];
  }
  writeFileSync(output, zipSync(files));
}

/** Packs a folder with its files, as root's, in the order of their names. `time` is in seconds since 1970. */
export async function tarGz(parent: string, folder: string, output: string, time: number): Promise<void> {
  const names = readdirSync(join(parent, folder)).sort();
  const entries = names.map((name) => `${folder}/${name}`);
  const options = { file: output, cwd: parent, portable: true, mtime: new Date(time * 1000) };
  await create({ ...options, gzip: { level: 9 } }, entries);
}
