import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { WORK } from '../../build-scripts/bundle/work.ts';
import { bundlePath } from '../support/bundle.ts';

const MAIN = `
import { early } from './early.ts';
declare const BUILD_VERSION: string;
declare const BUILD_COMMIT: string;
console.log(BUILD_VERSION, BUILD_COMMIT, early);
if (process.argv[2] === 'more') import('./late.ts').then(({ late }) => console.log(late()));
if (process.argv[2] === 'place') import('./late.ts').then(({ place }) => console.log(place()));
if (process.argv[2] === 'read') import('./late.ts').then(({ read }) => console.log(read()));
if (process.argv[2] === 'rules') import('./late.ts').then(async ({ rules }) => console.log(await rules()));
if (process.argv[2] === 'both') import('./late.ts').then(async ({ both }) => console.log(await both()));
`;
const EARLY = "console.log('early runs');\nexport const early = '\u2026';\n";
const LATE = `
import { gzipSync } from 'node:zlib';
import { strFromU8 } from 'fflate';
import { parse } from 'yaml';
console.log(strFromU8(new TextEncoder().encode('late runs')));
export const late = () => gzipSync('').length;
export const place = () => import.meta.url;
export const read = () => parse('a: late package').a;
export const rules = async () => (await import('./rules/rules.ts')).rules;
export const both = async () => [await rules(), (await import('./watch.ts')).watch].join();
`;
const SHARED = "console.log('shared runs');\nexport const shared = 'what two share';\n";
const RULES = `import { shared } from '../shared.ts';
console.log('rules run');
export const rules = 'a text that is compressed' + shared.length;
`;
const WATCH = "import { shared } from './shared.ts';\nexport const watch = 'watched' + shared.length;\n";

/** Runs a bundle and says at the end whether V8 took the compiled text of the part that most commands need. */
const REPORT_CACHE = `
const vm = require('node:vm');
let said = 'none';
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    if (options.filename === './common' && options.cachedData) said = this.cachedDataRejected ? 'refused' : 'taken';
  }
};
process.on('exit', () => console.log(said));
require(process.argv[1]);
`;

describe('the bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const bundle = join(folder, 'out', 'main.cjs');
  const run = (...args: string[]) => execFileSync(process.execPath, [bundle, ...args], { encoding: 'utf8' });

  beforeAll(() => {
    for (const [name, text] of Object.entries({
      main: MAIN,
      early: EARLY,
      late: LATE,
      shared: SHARED,
      watch: WATCH,
      'rules/rules': RULES,
    })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, `${name}.ts`), text);
    }
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    const [main, late] = ['main.ts', 'late.ts'].map((name) => join(folder, name));
    execFileSync(process.execPath, ['build-scripts/build.mjs', bundle, main ?? '', late ?? '']);
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

  it('loads a package that few runs need when something of it is used', () => {
    expect(run('read')).toMatch(/\nlate runs\nlate package\n$/);
  });

  it('holds what few runs need compressed, and runs it when it is asked for', () => {
    expect(run('more')).not.toContain('rules run');
    expect(readFileSync(bundle, 'utf8')).not.toContain('a text that is compressed');
    expect(run('rules')).toMatch(/\nlate runs\nshared runs\nrules run\na text that is compressed14\n$/);
  });

  it('runs once what several parts share', () => {
    expect(run('both')).toMatch(/\nlate runs\nshared runs\nrules run\na text [^,]*14,watched14\n$/);
  });

  it('goes on with what it is when another is put in its place', () => {
    const other = join(folder, 'out', 'other.cjs');
    writeFileSync(other, readFileSync(bundle));
    const text = `require(${JSON.stringify(other)}); require('node:fs').writeFileSync(${JSON.stringify(other)}, '')`;
    const args = ['-e', text, other, 'rules'];
    const said = execFileSync(process.execPath, args, { encoding: 'utf8' });
    expect(said).toMatch(/\nrules run\na text that is compressed14\n$/);
  });

  it('knows its own place, also in what is imported lazily, as some libraries ask for it', () => {
    expect(run('place').trimEnd().split('\n').at(-1)).toBe(pathToFileURL(bundle).href);
  });

  it('does not load the parts of Node that only lazy code needs', () => {
    const text = readFileSync(bundle, 'utf8');
    expect(text).not.toMatch(/\brequire\(.(?:node:)?zlib/);
  });

  it('takes what was compiled before of the same text, and runs without it', () => {
    const cache = `${bundle}.cache/common`;
    const made = () =>
      execFileSync(process.execPath, ['build-scripts/code-cache.cjs', bundle, 'more'], { encoding: 'utf8' });
    expect(made()).toContain('late runs\n20\n');
    const compiled = readFileSync(cache);
    const isTaken = () =>
      execFileSync(process.execPath, ['-e', REPORT_CACHE, bundle, 'more'], { encoding: 'utf8' });
    expect(isTaken()).toMatch(/late runs\n20\ntaken\n$/);
    writeFileSync(cache, Buffer.concat([Buffer.alloc(16, '0'), compiled.subarray(16)]));
    expect(isTaken()).toMatch(/late runs\n20\nnone\n$/);
    writeFileSync(cache, compiled.subarray(0, 100));
    expect(isTaken()).toMatch(/late runs\n20\nrefused\n$/);
    rmSync(cache);
    expect(isTaken()).toMatch(/late runs\n20\nnone\n$/);
  });

  it('names the packages that it holds parts of, with their licences', () => {
    const licences = readFileSync(join(folder, 'out', 'THIRD-PARTY-LICENSES'), 'utf8');
    expect(licences).toMatch(/^fflate \d+\.\d+\.\d+\n\nMIT License\n[^=]*Permission is hereby granted/m);
    expect(licences).toMatch(/^Node\.js 22\.\d+\.\d+ /m);
    const names = JSON.parse(readFileSync(join(folder, 'out', 'parts', 'packages.json'), 'utf8'));
    expect(names).toContainEqual({ name: 'fflate', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(JSON.stringify(names)).not.toContain('vitest');
  });

  it('leaves the parts of a single executable', () => {
    const part = (name: string) => readFileSync(join(folder, 'out', 'parts', name), 'latin1');
    expect(part('main.cjs')).toContain('early runs');
    expect(part('texts')).toContain('late runs');
    expect(part('texts')).not.toContain('rules run');
    const others = part('others');
    expect(others.length).toBeGreaterThan(0);
    expect(others).not.toContain('rules run');
  });

  it('is one executable file of plain ASCII', () => {
    const bytes = readFileSync(bundle);
    expect(bytes.subarray(0, 20).toString()).toBe('#!/usr/bin/env node\n');
    expect(bytes.every((byte) => byte < 0x80)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(bundle).mode & 0o111).toBe(0o111);
  });
});

test.each(WORK.map((args) => ({ args })))('V8 takes what it compiled before for $args.0', ({ args }) => {
  const command = ['build-scripts/binaries/takes-cache.cjs', bundlePath(), ...args];
  expect(spawnSync(process.execPath, command, { stdio: 'ignore' }).status).toBe(0);
});
