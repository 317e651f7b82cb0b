import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { type Additions, catalogueNames } from '../causes/catalogue.ts';
import type { Checked } from '../rules/check.ts';
import { UsageError } from './usage-error.ts';

/** Rules of one file, folder, or all of them, as they were found. */
export interface FoundRules extends Checked {
  readonly files: number;
}

/**
 * Where a machine has rules of its own. On Windows it is where only administrators may write: every user may make
 * files below %ProgramData%, and the mode of a file does not tell.
 */
export function machineFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'win32') return `${env.ProgramFiles ?? 'C:\\Program Files'}\\ssm-doctor\\rules.d`;
  if (process.platform === 'darwin') return '/Library/Application Support/ssm-doctor/rules.d';
  return '/etc/ssm-doctor/rules.d';
}

/**
 * The rules that a diagnosis takes: those given, and on a live machine those of its folder; null when there are
 * none.
 *
 * @throws UsageError with the first thing that is wrong with them
 */
export async function rulesFor(
  flags: { readonly root?: string; readonly rules: readonly string[] },
  folder: string = machineFolder(),
): Promise<Additions | null> {
  const own = flags.root === undefined && existsSync(folder) ? [folder] : [];
  const folders = [...own, ...flags.rules];
  if (folders.length === 0) return null;
  const { rules, problems } = await findRules(folders);
  const [first] = problems;
  if (first === undefined) return isEmpty(rules) ? null : rules;
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
  throw new UsageError(`${problemText(first)}${more}; see ssm-doctor rules test ${folders.join(' ')}`);
}

function isEmpty({ causes, successes, harmless }: Additions): boolean {
  return causes.length + successes.length + harmless.length === 0;
}

/** What is found in folders and files, with everything that is wrong with it. */
export async function findRules(folders: readonly string[]): Promise<FoundRules> {
  // Large and seldom needed.
  const { readRules } = await import('../rules/rules.ts');
  for (const folder of folders)
    if (folder === '') throw new UsageError('--rules: expected a folder, found an empty name; give a path');
  return optimised(() => readRules(folders, catalogueNames(), isRoot()));
}

/**
 * Thousands of patterns are parsed in JavaScript, unlike the logs, for which main.ts turns the optimiser off. With it
 * 3,000 rules cost a fifth less.
 */
function optimised<T>(work: () => T): T {
  setFlagsFromString('--turbofan');
  try {
    return work();
  } finally {
    setFlagsFromString('--no-turbofan');
  }
}

/** Who runs as root must not take over what others wrote. */
function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** `FILE:LINE:COLUMN: MESSAGE`; without a place for what is wrong with a file as a whole. */
export function problemText({ file, line, column, message }: Checked['problems'][number]): string {
  return line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`;
}
