import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { readOwnedBytes } from '../../platform/owned-text.ts';
import { printable } from '../../reporters/wording/printable.ts';
import type { AgentPlaces } from './places.ts';
import { type AgentSettings, readSettings, SettingsError } from './settings.ts';

/** Bytes of a settings file. */
const LONGEST = 64 * 1024;

export interface LoadedSettings {
  readonly settings: AgentSettings;
  /** The file that they are of; null where there is none, and all is as by default. */
  readonly file: string | null;
}

/**
 * Reads the settings of this machine from the file that was given, or else from its usual place, where it may be
 * missing. It has to be root's or this user's, and nobody else's to write: it says where root writes.
 *
 * @throws SettingsError with everything that is wrong
 */
export function loadSettings(given: string | null, places: AgentPlaces): LoadedSettings {
  const file = given === null ? places.settings : resolve(given);
  const text = textOf(file);
  if (text !== null) return { settings: readSettings(text, file, places), file };
  if (given !== null) throw problem(file, 'there is nothing here; check the path');
  return { settings: readSettings('', file, places), file: null };
}

/** Everything that is wrong with the settings that `loadSettings` would read, a line each; empty when nothing is. */
export function settingsProblems(given: string | null, places: AgentPlaces): readonly string[] {
  try {
    loadSettings(given, places);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

function textOf(file: string): string | null {
  const read = readOwnedBytes(file, LONGEST);
  if (read.kind === 'absent') return null;
  if (read.kind === 'refused') throw problem(file, read.message);
  const { bytes } = read;
  if (bytes.includes(0)) {
    const found = isUtf16(bytes) ? 'UTF-16' : 'zero bytes';
    throw problem(file, `expected UTF-8 text, found ${found}; save it as UTF-8`);
  }
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const line = 1 + linesOf(bytes).findIndex((text) => !isUtf8(text));
  throw problem(`${file}:${line}`, 'expected UTF-8 text, found other bytes; save it as UTF-8');
}

function linesOf(bytes: Buffer): Buffer[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'));
}

/** As the shell of Windows writes what is sent to a file. */
function isUtf16([first, second]: Buffer): boolean {
  return (
    (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0
  );
}

function problem(where: string, message: string): SettingsError {
  return new SettingsError([`${printable(where)}: ${message}`]);
}
