import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceOf } from '../fixtures/scenario.ts';

const RUN = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})\.\d{3}Z$/;
const STAMPED = /^(\d{4})[-/](\d{2})[-/](\d{2})[ T](\d{2}:\d{2}:\d{2})/;

/** Copies a scenario as it was at a time (ISO 8601 without zone): without later lines of its logs, and later runs. */
export function treeUntil(name: string, folder: string, time: string): void {
  completeTree(name, folder);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const full = join(folder, path);
    const run = RUN.exec(path.split(/[\\/]/).at(-1) ?? '');
    if (!existsSync(full)) continue;
    if (run !== null && `${run[1]}T${run[2]}:${run[3]}:${run[4]}` > time) rmSync(full, { recursive: true });
    else if (/\.log$/.test(path) && statSync(full).isFile()) cut(full, time);
  }
}

/** Copies a scenario as it is in the end, over what is there of it. */
export function completeTree(name: string, folder: string): void {
  cpSync(evidenceOf(name), folder, { recursive: true });
}

/** Lines without a stamp belong to the one before. */
function cut(path: string, time: string): void {
  const lines = readFileSync(path, 'latin1').split(/(?<=\n)/);
  const end = lines.findIndex((line) => {
    const [, year, month, day, clock] = STAMPED.exec(line) ?? [];
    return year !== undefined && `${year}-${month}-${day}T${clock}` > time;
  });
  if (end !== -1) writeFileSync(path, lines.slice(0, end).join(''), 'latin1');
}
