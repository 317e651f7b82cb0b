import { join, resolve } from 'node:path';
import { stateFolder } from '../delivery/spool/state-folder.ts';
import type { DiagnoseOptions } from '../diagnosis/diagnose.ts';
import { loadDiagnosis, NOTHING_SAVED, type SavedDiagnosis } from '../diagnosis/resume/saved-diagnosis.ts';
import { openStateFile } from '../platform/state-file.ts';
import { liveRoot } from './live-root.ts';
import { MOST_BYTES, NAME, originOf } from './resumed.ts';
import type { Terminal } from './terminal.ts';

/** The folder with the state: the one that is named, or on this machine the product's own; null for another copy. */
export function earlierFolder(
  { state, root }: { readonly state?: string; readonly root?: string },
  { platform }: Pick<DiagnoseOptions, 'platform'>,
): string | null {
  if (state !== undefined) return resolve(state);
  return root === undefined ? stateFolder(platform, liveRoot(), process.env.ProgramData ?? null) : null;
}

/**
 * Uses what an earlier diagnosis left in a folder. Changes nothing there: what cannot be used stays, and that is said in
 * one line.
 */
export function withEarlierState<T>(
  folder: string,
  options: DiagnoseOptions,
  terminal: Terminal,
  use: (saved: SavedDiagnosis) => T,
): T {
  const refused = (why: string): T => {
    terminal.warn(`the state is not used, so there is nothing to compare with: ${why}`);
    return use(NOTHING_SAVED);
  };
  const file = openStateFile(join(folder, NAME), MOST_BYTES);
  if (file.kind === 'absent') return use(NOTHING_SAVED);
  if (file.kind === 'refused') return refused(file.message);
  try {
    const loaded = loadDiagnosis(file.content, originOf(options), () =>
      terminal.warn('what the state has of the files is damaged, and everything is read'),
    );
    return loaded.ok ? use(loaded.saved) : refused(loaded.detail);
  } finally {
    file.content.close();
  }
}
