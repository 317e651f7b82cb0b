import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TARGETS, type Target } from '../binaries/targets.ts';

/** Where `npm run build:binaries` leaves the executables. */
export const BINARIES = join('dist', 'bin');

/** What the files of a release have in common. */
export interface Release {
  readonly version: string;
  /** Seconds since 1970: of all files and archives, so that the same commit gives the same bytes. */
  readonly time: number;
  /** The folder of the files. */
  readonly folder: string;
}

/** One executable of a release. */
export interface Executable {
  readonly target: Target;
  readonly path: string;
  /** In lower-case hexadecimal digits. */
  readonly sha256: string;
}

export function executableOf(target: Target): Executable {
  const path = join(BINARIES, target.name, target.file);
  return { target, path, sha256: sha256(path) };
}

export function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The name that a file of a release begins with, and an executable has. */
export function releasedName(version: string, { released }: Target): string {
  return `ssm-doctor-${version}-${released}`;
}

/** The parameters of the Command document that hold the checksums; `none` for a target that was not made. */
export function checksumVariables(executables: readonly Executable[]): [string, string][] {
  return TARGETS.map((target) => {
    const words = target.released.replace('.exe', '').split('-');
    const name = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
    const made = executables.find((executable) => executable.target.name === target.name);
    return [`sha256${name}`, made?.sha256 ?? 'none'];
  });
}
