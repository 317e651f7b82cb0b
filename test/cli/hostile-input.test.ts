import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import schema from '../../src/report/report.schema.json' with { type: 'json' };
import type { Report } from '../../src/report/report.ts';
import { FORMATS } from '../../src/reporters/formats.ts';
import { copyOf, diagnoseFiles } from '../diagnosis/a-node.ts';
import { folderOf, run } from './child.ts';
import { ESCAPES, GOOD_FILES, hostileFiles, type Trouble, troubledFiles } from './hostile-trees.ts';

const isWindows = process.platform === 'win32';
const isValid = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** Longest time that any of these trees, of a few MB at most, may take on a busy machine. */
const BOUND_MS = 10_000;
/** Characters of the report of any of these trees: nothing in it is as long as what stands in a file may be. */
const LARGEST_REPORT = 150_000;
/** All that a terminal obeys, and what hides or reorders text. Line feeds are the report's own. */
const OBEYED = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Cs}]/u;

/** Diagnoses, prints in every way, and checks what every report must be. */
function checked(diagnose: () => Report): Report {
  const began = performance.now();
  const report = diagnose();
  const json = FORMATS.json(report);
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(report)));
  expect(isValid(JSON.parse(json)) ? [] : isValid.errors).toEqual([]);
  expect(json).not.toMatch(OBEYED);
  expect(json.length).toBeLessThan(LARGEST_REPORT);
  for (const verbose of [false, true]) {
    for (const unicode of [false, true]) {
      expect(FORMATS.text(report, { width: 80, color: false, unicode, verbose })).not.toMatch(OBEYED);
    }
  }
  expect(FORMATS.markdown(report)).not.toMatch(OBEYED);
  expect(performance.now() - began).toBeLessThan(BOUND_MS);
  return report;
}

describe('a report comes out, whatever stands in the files', () => {
  test('of the undamaged tree it says what is wrong', () => {
    const report = checked(() => diagnoseFiles(GOOD_FILES));
    expect(report.verdict).toBe('non-compliant');
    expect(report.findings.length).toBeGreaterThan(3);
  });

  test.each(['linux', 'macos', 'windows'] as const)(
    'of damaged files, taken for those of %s',
    (platform) => {
      fc.assert(
        fc.property(hostileFiles, (files) => {
          checked(() => diagnoseFiles(files, { platform }));
        }),
        { numRuns: 60 },
      );
    },
    120_000,
  );

  test('of damaged files in no layout', () => {
    fc.assert(
      fc.property(hostileFiles, (files) => {
        const loose = Object.entries(files).map(
          ([path, bytes], index) => [`/${index}-${path.split('/').at(-1)}`, bytes] as const,
        );
        checked(() => diagnoseFiles(Object.fromEntries(loose)));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('of files that vanish, shrink, fail or refuse to be read', () => {
    const troubles = fc.array(fc.constantFrom<Trouble>('vanishes', 'shrinks', 'fails', 'refuses', 'none'), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(hostileFiles, troubles, (files, list) => {
        let opened = 0;
        const report = checked(() =>
          diagnoseFiles(troubledFiles(copyOf(files), () => list[opened++ % list.length] ?? 'none')),
        );
        if (report.verdict === 'compliant')
          expect(report.coverage.every(({ status }) => status === 'read')).toBe(true);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test.each(ESCAPES.map((sequence) => [JSON.stringify(sequence), sequence]))(
    'with %s in every field and every name',
    (_shown, sequence) => {
      const files = Object.entries(GOOD_FILES).map(([path, text]) => {
        const hostile = text.replace(/[A-Za-z0-9]+(?=[\s"])/g, (word) => word + sequence);
        return [path, hostile] as const;
      });
      const names =
        sequence.includes('\0') || sequence.includes('/')
          ? []
          : [
              [`/var/log/amazon/ssm/amazon-ssm-agent.log${sequence}.log`, 'x'] as const,
              [`/var/log/journal${sequence}.log`, 'x'] as const,
            ];
      checked(() => diagnoseFiles(Object.fromEntries([...files, ...names])));
    },
  );
});

describe.skipIf(isWindows)('a report comes out of a folder', () => {
  const JOURNAL = 'var/log/amazon/ssm/amazon-ssm-agent.log';
  /** Root may read everything, so where the tests run as root the command does not. */
  const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const nobodyCanRun = run(['--version'], { cwd: '/', ...nobody }).status === 0;

  function tree(without: readonly string[] = []): string {
    const entries = Object.entries(GOOD_FILES).map(([path, text]) => [path.slice(1), text] as const);
    const root = folderOf(Object.fromEntries(entries.filter(([path]) => !without.includes(path))));
    chmodSync(root, 0o755);
    return root;
  }

  /** Runs the command on it and checks what it prints. */
  function told(root: string, user: { uid?: number } = {}): Report {
    const began = performance.now();
    const { status, stdout, stderr } = run(['--root', root, '--format', 'json'], { cwd: '/', ...user });
    expect(performance.now() - began).toBeLessThan(BOUND_MS);
    expect(stderr).toBe('');
    expect([0, 3, 4]).toContain(status);
    const report = JSON.parse(stdout) as Report;
    expect(isValid(report) ? [] : isValid.errors).toEqual([]);
    const text = run(['--root', root, '-v'], { cwd: '/', ...user });
    expect([text.status, text.stderr]).toEqual([status, '']);
    expect(text.stdout).not.toMatch(OBEYED);
    return report;
  }

  function gap(report: Report, file: string) {
    return report.coverage.find((entry) => entry.file === `/${file}` && entry.status !== 'read');
  }

  test('whose links lead in a circle, or out of it', () => {
    const root = tree([JOURNAL, 'var/log/messages']);
    symlinkSync('amazon-ssm-agent.log', join(root, JOURNAL));
    symlinkSync('../..', join(root, 'var/log/amazon/ssm/audits/up'));
    symlinkSync('/etc/passwd', join(root, 'var/log/messages'));
    symlinkSync('/', join(root, 'var/lib/amazon/ssm/i-0synthetic0000002'));
    const report = told(root);
    expect(gap(report, JOURNAL)).toMatchObject({ status: 'skipped' });
    expect(JSON.stringify(report)).not.toContain('root:x:0');
  });

  test('with pipes where logs should be', () => {
    const root = tree([JOURNAL, 'etc/os-release']);
    for (const path of [JOURNAL, 'etc/os-release'])
      expect(spawnSync('mkfifo', [join(root, path)]).status).toBe(0);
    expect(gap(told(root), JOURNAL)).toMatchObject({ status: 'skipped' });
  });

  test('with folders where files should be, and files where folders should be', () => {
    const root = tree([JOURNAL, 'etc/os-release', 'var/log/apt/term.log']);
    for (const path of [JOURNAL, 'etc/os-release']) mkdirSync(join(root, path));
    rmSync(join(root, 'var/log/apt'), { recursive: true, force: true });
    writeFileSync(join(root, 'var/log/apt'), 'no folder');
    rmSync(join(root, 'var/lib/amazon/ssm/i-0synthetic0000001'), { recursive: true });
    writeFileSync(join(root, 'var/lib/amazon/ssm/i-0synthetic0000001'), 'no folder');
    told(root);
  });

  test.skipIf(!nobodyCanRun)('with files and folders that may not be read', () => {
    const root = tree();
    chmodSync(join(root, JOURNAL), 0);
    chmodSync(join(root, 'var/lib/amazon/ssm'), 0);
    const report = told(root, nobody);
    expect(gap(report, JOURNAL)).toMatchObject({ status: 'skipped', reason: 'not-readable' });
    expect(report.coverage.filter(({ reason }) => reason === 'not-readable').length).toBeGreaterThan(1);
    chmodSync(join(root, 'var/lib/amazon/ssm'), 0o755);
  });

  test('that is a file, not a tree, all the way down', () => {
    const root = folderOf({
      'a.log': GOOD_FILES['/var/log/amazon/ssm/amazon-ssm-agent.log'] ?? '',
      'b.bin': Buffer.from([0x7f, 0x45, 0x4c, 0x46]),
    });
    symlinkSync('.', join(root, 'loop'));
    mkdirSync(join(root, ...Array.from({ length: 60 }, () => 'deep')), { recursive: true });
    expect(told(root).findings.length).toBeGreaterThan(0);
  });

  test('with random bytes in all of it', () => {
    const [files = {}] = fc.sample(hostileFiles, { numRuns: 1, seed: 20261120 });
    const root = folderOf();
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    told(root);
  });
});
