import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { CATALOG_VERSION } from '../causes/generated/causes.ts';
import type { DiagnoseOptions } from '../diagnosis/diagnose.ts';
import { type DiagnosedAgain, diagnoseAgain } from '../diagnosis/resume/diagnose-again.ts';
import {
  diagnosisBytes,
  loadDiagnosis,
  NOTHING_SAVED,
  type Origin,
  type SavedDiagnosis,
} from '../diagnosis/resume/saved-diagnosis.ts';
import { nodeFiles } from '../platform/node-files.ts';
import {
  openStateFile,
  type StateContent,
  type StateFile,
  setAside,
  writeStateFile,
} from '../platform/state-file.ts';
import type { Report } from '../report/report.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

/** In a folder that may hold other things, too. */
export const NAME = 'diagnosis.state';
/** Several times what the largest node leaves. */
export const MOST_BYTES = 512 * 1024 * 1024;

/** @throws UsageError where the name of the folder is empty */
export function refuseEmptyState(state: string | undefined): void {
  if (state === '') throw new UsageError('--state: expected a folder, found an empty name; give a path');
}

export interface StateUse {
  readonly readsAll?: boolean;
  /** Nobody will ask for this very moment again, so that no answer is kept for that. */
  readonly isOnce?: boolean;
}

/**
 * Diagnoses with what the last diagnosis left in a folder, and leaves there what the next one needs. Where the folder
 * cannot be used that is said, and everything is read. With `readsAll` everything is read in any case, and of the last
 * diagnosis only its findings count, so that what became of them can be said.
 */
export function diagnoseWithState(
  folder: string,
  options: DiagnoseOptions,
  terminal: Terminal,
  { readsAll = false, isOnce = false }: StateUse = {},
): Report {
  const path = join(resolve(folder), NAME);
  const origin = originOf(options);
  const file = openStateFile(path, MOST_BYTES);
  const { report, saved } = diagnoseFrom(
    file,
    (content) => {
      const before = load(path, content, origin, terminal);
      return readsAll ? { ...NOTHING_SAVED, findings: before.findings } : before;
    },
    options,
    isOnce,
  );
  if (file.kind === 'refused')
    terminal.warn(`the state is not used, and everything is read: ${file.message}`);
  else if (saved !== null) keep(path, diagnosisBytes(saved, origin), terminal);
  return report;
}

function diagnoseFrom(
  file: StateFile,
  load: (content: StateContent) => SavedDiagnosis,
  options: DiagnoseOptions,
  isOnce: boolean,
): DiagnosedAgain {
  if (file.kind !== 'open') return diagnoseAgain(options, NOTHING_SAVED, nodeFiles(), isOnce);
  try {
    return diagnoseAgain(options, load(file.content), nodeFiles(), isOnce);
  } finally {
    // Some systems replace no file that is open.
    file.content.close();
  }
}

function keep(path: string, bytes: readonly Buffer[], terminal: Terminal): void {
  const problem = writeStateFile(path, bytes);
  if (problem !== null) terminal.warn(`the state is not kept, so the next run reads everything: ${problem}`);
}

function load(path: string, content: StateContent, origin: Origin, terminal: Terminal): SavedDiagnosis {
  const remove = (why: string): void => {
    const aside = setAside(path);
    const where = aside === null ? 'replaced' : `set aside as ${aside}`;
    terminal.warn(`the state is ${where}, and everything is read: ${why}`);
  };
  const loaded = loadDiagnosis(content, origin, () => remove('what it has of the files is damaged'));
  if (!loaded.ok) {
    remove(loaded.detail);
    return NOTHING_SAVED;
  }
  if (loaded.isOfOther)
    terminal.warn('everything is read again: the state was made by another version, or with other rules');
  return loaded.saved;
}

/** Whose diagnosis it is, and by what it is made. */
export function originOf({ platform, shownRoot, rules }: DiagnoseOptions): Origin {
  const own = createHash('sha256')
    .update(JSON.stringify(rules ?? null))
    .digest('hex')
    .slice(0, 16);
  return {
    place: `${platform} ${resolve(shownRoot)}`,
    maker: `${VERSION.version} ${VERSION.commit} ${CATALOG_VERSION} ${own}`,
  };
}
