import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/platform/make-folder.ts';

const CHILD = join(import.meta.dirname, 'make-folder-child.ts');
const STEPS = ['inventory', 'custom'];
const ROUNDS = 400;
/** Milliseconds in which four processes have started. */
const TO_START = 1500;

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'make-folder-'));
});
afterEach(() => rmSync(base, { recursive: true }));

describe('a folder that is made step by step', () => {
  it('has the permissions of the one above, and is found the next time', () => {
    chmodSync(base, 0o750);
    const path = join(base, ...STEPS);
    expect(makeFolder(base, STEPS)).toEqual({ path, made: [join(base, 'inventory'), path] });
    expect(statSync(path).mode).toBe(statSync(base).mode);
    expect(makeFolder(base, STEPS)).toEqual({ path, made: [] });
  });

  it.each([
    ['a file', 'ENOTDIR', (path: string) => writeFileSync(path, '')],
    ['a link', 'ELOOP', (path: string) => symlinkSync(tmpdir(), path)],
  ])('is not made below %s', (_, code, put) => {
    put(join(base, 'inventory'));
    expect(() => makeFolder(base, STEPS)).toThrow(expect.objectContaining({ code }));
  });

  it('may be made by several at once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) mkdirSync(join(base, String(round)));
    const run = promisify(execFile);
    const args = [CHILD, base, String(ROUNDS), String(Date.now() + TO_START)];
    const ends = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, args)));
    expect(ends.flatMap(({ stdout }) => JSON.parse(stdout) as string[])).toEqual([]);
  });
});
