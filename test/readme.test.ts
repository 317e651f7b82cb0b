import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const TRANSCRIPT = /^```console\n\$ node dist\/main\.cjs (?<args>.+)\n(?<output>[\s\S]+?)```$/gm;
const TRANSCRIPTS = Array.from(README.matchAll(TRANSCRIPT), ({ groups = {} }) => groups);

describe('README', () => {
  it('shows examples of a diagnosis, of verify, of why and of explain', () => {
    expect(TRANSCRIPTS.map(({ args = '' }) => args.split(' ')[0])).toEqual([
      'diagnose',
      'verify',
      'why',
      'explain',
    ]);
  });

  it.each(TRANSCRIPTS)('shows what the command prints: $args', ({ args = '', output = '' }) => {
    const { stdout } = spawnSync(process.execPath, [join('src', 'main.ts'), ...args.split(' ')], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
    });
    expect(steady(output)).toBe(steady(stdout));
  });

  it.each(TRANSCRIPTS)('shows no more columns than a terminal of 80 has: $args', ({ output = '' }) => {
    expect(Math.max(...output.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });

  it('names every option of diagnose, and no other', () => {
    const { stdout } = spawnSync(process.execPath, ['src/main.ts', 'diagnose', '--help'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const offered = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1]);
    const [, section = ''] = README.split('## Options of `diagnose`');
    const named = [...section.matchAll(/^\|.{0,20}`(--[a-z-]+)/gm)].map((match) => match[1]);
    expect(named).toEqual(offered.filter((name) => name !== '--help'));
  });

  it('names scripts and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const [, script] of README.matchAll(/npm run ([a-z:-]+)/g))
      expect(scripts).toHaveProperty(script ?? '');
    for (const [, path = ''] of README.matchAll(/`((?:src|fixtures|\.ci)\/[\w./-]*)`/g)) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
  });
});

/** Without what differs from run to run and from build to build: how long it took, the version. */
function steady(text: string): string {
  return text
    .trimEnd()
    .replaceAll(/, [\d.]+ m?s$/gm, ', 0 s')
    .replaceAll(/\b\d+\.\d+\.\d+-source\b/g, 'VERSION');
}
