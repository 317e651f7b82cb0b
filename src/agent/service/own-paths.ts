import { realpathSync } from 'node:fs';
import { isSea } from 'node:sea';

/** What this program consists of, as absolute paths without links: its file, or the interpreter and the script. */
export function ownPaths(): readonly string[] {
  const [, script] = process.argv;
  const isSingle = isSea() || script === undefined;
  return isSingle
    ? [realpathSync(process.execPath)]
    : [process.execPath, script].map((path) => realpathSync(path));
}
