import type * as z from 'zod';
import { editDistance } from '../../causes/explain/edit-distance.ts';
import { printable } from '../../reporters/wording/printable.ts';
import { settingsKeys } from './schema.ts';

type Path = readonly (string | number)[];

/** What is wrong with a value of the settings, or with its name, and where. */
export interface SettingsFault {
  readonly path: Path;
  readonly isName: boolean;
  /** Begins with the name of the value. */
  readonly message: string;
}

/** Characters of what was found that are shown. */
const LONGEST_SHOWN = 60;

/** What zod found, in words that say what is allowed. */
export function faultsIn(issues: readonly z.core.$ZodIssue[]): SettingsFault[] {
  const faults = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownKeys(issue) : [valueFault(issue)],
  );
  return faults.filter(
    ({ message }, index) => faults.findIndex((other) => other.message === message) === index,
  );
}

function valueFault(issue: Exclude<z.core.$ZodIssue, z.core.$ZodIssueUnrecognizedKeys>): SettingsFault {
  const path = pathOf(issue.path);
  const hint = issue.code === 'custom' ? String(issue.params?.hint ?? '') : nearWord(issue);
  const more = hint === '' ? '' : `; ${hint}`;
  const message = `${nameOf(path)}expected ${issue.message}, found ${shown(issue.input)}${printable(more)}`;
  return { path, isName: false, message };
}

function nearWord(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_value' || typeof issue.input !== 'string') return '';
  const near = nearest(issue.input, issue.values.map(String));
  return near === null ? '' : `did you mean ${near}?`;
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys): SettingsFault[] {
  const section = pathOf(issue.path);
  const keys = settingsKeys();
  const allowed = keys.get(section.join('.')) ?? [];
  return issue.keys.map((key) => {
    const path = [...section, key];
    const meant = meantBy(key, section.join('.'), keys);
    const message = `${nameOf(path)}unknown key; ${meant}allowed here are ${allowed.join(', ')}`;
    return { path, isName: true, message };
  });
}

/** A key of its own section is nearer than one of another. */
function meantBy(key: string, section: string, keys: ReadonlyMap<string, readonly string[]>): string {
  const near = nearest(key, keys.get(section) ?? []);
  if (near !== null) return `did you mean ${near}? `;
  for (const [other, names] of keys) {
    const found = other === section ? null : nearest(key, names);
    if (found !== null) return `did you mean ${other === '' ? found : `${other}.${found}`}? `;
  }
  return '';
}

/** The word that was meant: spelt with other hyphens or letters of the other case, or nearly so. */
function nearest(found: string, words: readonly string[]): string | null {
  const asked = plain(found.slice(0, LONGEST_SHOWN));
  const most = Math.max(1, Math.floor(asked.length / 4));
  const ranked = words
    .map((word) => ({ word, distance: editDistance(asked, plain(word)) }))
    .filter(({ word, distance }) => distance <= most && distance < plain(word).length - 1)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.word ?? null;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

function pathOf(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

/** `report.to[1]: `; nothing for the file as a whole. */
function nameOf(path: Path): string {
  if (path.length === 0) return '';
  const text = path
    .map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${cut(printable(step))}`))
    .join('');
  return `${text.replace(/^\./, '')}: `;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'fields';
  return typeof value === 'string' ? `"${cut(printable(value))}"` : cut(String(value));
}

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
