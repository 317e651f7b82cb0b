import { CODES_JSON } from '../generated/codes.ts';
import type { CodeEntry } from './code-entry.ts';
import { readCode, spellCode } from './spelling.ts';

const ENTRIES = JSON.parse(CODES_JSON) as CodeEntry[];
const BY_CODE: ReadonlyMap<string, CodeEntry> = new Map(ENTRIES.map((entry) => [entry.code, entry]));
const BY_NAME: ReadonlyMap<string, CodeEntry> = new Map(ENTRIES.map((entry) => [entry.name, entry]));

/**
 * What a result code means, in any spelling (see `readCode`) or by its name; null when it is not known. A code
 * without an entry of its own gets that of its group.
 */
export function lookUpCode(text: string): CodeEntry | null {
  const code = readCode(text);
  if (code === null) return BY_NAME.get(text.trim().toUpperCase()) ?? null;
  const spelled = spellCode(code);
  const entry = BY_CODE.get(spelled);
  if (entry !== undefined) return entry;
  const group = BY_CODE.get(`${spelled.slice(0, -3)}xxx`) ?? BY_CODE.get(`${spelled.slice(0, -4)}xxxx`);
  return group === undefined ? null : { ...group, code: spelled };
}

/** Every code that is known, in the order of its folder. */
export function knownCodes(): readonly CodeEntry[] {
  return ENTRIES;
}
