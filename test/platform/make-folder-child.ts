import { join } from 'node:path';
import { makeFolder } from '../../src/platform/make-folder.ts';

// make-folder-child.ts BASE ROUNDS START: makes a folder in each BASE/ROUND, at the moment at which others do.
const [base = '', rounds = '', start = ''] = process.argv.slice(2);
/** Milliseconds between two rounds. */
const BETWEEN = 3;
const failed: string[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  while (Date.now() < Number(start) + BETWEEN * round);
  try {
    makeFolder(join(base, String(round)), ['inventory', 'custom']);
  } catch (error) {
    failed.push(String(error));
  }
}
console.log(JSON.stringify(failed));
