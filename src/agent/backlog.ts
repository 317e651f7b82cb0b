import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SPOOL_FOLDER } from '../delivery/spool/state.ts';
import type { HealthBacklog } from './health.ts';

/** What waits to be sent below a folder of the state; nothing where that cannot be seen. */
export function backlogIn(state: string): HealthBacklog {
  const folder = join(state, SPOOL_FOLDER);
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    // It is made with the first report.
  }
  const kept = names.flatMap((name) => lstatSync(join(folder, name), { throwIfNoEntry: false }) ?? []);
  const oldest = Math.min(...kept.map(({ mtimeMs }) => mtimeMs));
  return {
    reports: kept.length,
    bytes: kept.reduce((sum, { size }) => sum + size, 0),
    oldest: kept.length === 0 ? null : new Date(oldest).toISOString(),
  };
}
