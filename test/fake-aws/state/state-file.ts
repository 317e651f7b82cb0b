import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { emptyState, type State } from './state.ts';

/** What an earlier service kept in the file; nothing where there is no file yet. */
export function loadState(path: string): State {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as State) : emptyState();
}

/** Written in one step: a service that is killed leaves the old state or the new one. */
export function saveState(path: string, state: State): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
