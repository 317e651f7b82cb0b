import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new temporary folder, or one of that name in it, which goes when the tests end. */
export function aFolder(name = ''): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'service-')));
  made.push(folder);
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name);
}
