import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = `
import { early } from './early.ts';
declare const BUILD_VERSION: string;
declare const BUILD_COMMIT: string;
console.log(BUILD_VERSION, BUILD_COMMIT, early);
if (process.argv[2] === 'more') import('./late.ts').then(({ late }) => console.log(late()));
`;
const EARLY = "console.log('early runs');\nexport const early = '\u2026';\n";
const LATE = `
import { gzipSync } from 'node:zlib';
console.log('late runs');
export const late = () => gzipSync('').length;
`;

describe('the bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const bundle = join(folder, 'out', 'main.cjs');
  const run = (...args: string[]) => execFileSync(process.execPath, [bundle, ...args], { encoding: 'utf8' });

  beforeAll(() => {
    for (const [name, text] of Object.entries({ main: MAIN, early: EARLY, late: LATE })) {
      writeFileSync(join(folder, `${name}.ts`), text);
    }
    execFileSync(process.execPath, ['build-scripts/build.mjs', join(folder, 'main.ts'), bundle]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('knows the version of the package and its commit', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const [, first = '', second = ''] = /^(\S+) (\S+) /m.exec(run().split('\n')[1] ?? '') ?? [];
    expect(first).toBe(version);
    expect(second).toMatch(/^(?:[0-9a-f]{12}\+?|unknown)$/);
  });

  it('runs what is imported lazily only when it is asked for', () => {
    expect(run()).toMatch(/^early runs\n.* \u2026\n$/);
    expect(run('more')).toMatch(/^early runs\n.* \u2026\nlate runs\n20\n$/);
  });

  it('does not load the parts of Node that only lazy code needs', () => {
    const text = readFileSync(bundle, 'utf8');
    expect(text).not.toMatch(/\brequire\(.(?:node:)?zlib/);
  });

  it('is one executable file of plain ASCII', () => {
    const bytes = readFileSync(bundle);
    expect(bytes.subarray(0, 20).toString()).toBe('#!/usr/bin/env node\n');
    expect(bytes.every((byte) => byte < 0x80)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(bundle).mode & 0o111).toBe(0o111);
  });
});
