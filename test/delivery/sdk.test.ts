import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../../build-scripts/layers/imports.ts';
import { IS_EXECUTABLE } from '../support/program.ts';
import { bundle } from './reporting-node.ts';

const FIXTURE = 'fixtures/repository-access-denied/evidence';
const made = bundle();

describe('the AWS SDK', () => {
  it('is imported by one module, which is imported with import() only', () => {
    const modules = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const importers = modules.filter((name) =>
      factsOf(readFileSync(join('src', name), 'utf8')).imports.some(({ specifier }) =>
        /^@(?:aws-sdk|smithy)\//.test(specifier),
      ),
    );
    expect(importers).toEqual(['aws/sdk.ts']);
    const all = modules.map((name) => readFileSync(join('src', name), 'utf8')).join('\n');
    expect(all).not.toMatch(/from '[./]*sdk\.ts'/);
    expect(all.match(/import\(\s*'(?:\.\.\/sdk|\.\.\/\.\.\/aws\/sdk)\.ts',?\s*\)/g)).toHaveLength(2);
  });

  it.skipIf(IS_EXECUTABLE).each([
    ['diagnose', false],
    ['report --dry-run --to compliance,inventory,file', false],
    ['report --mounted --endpoint http://127.0.0.1:9 --deadline 1s', true],
  ])('%s: compiled %o', (command, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'compiled-'));
    try {
      const log = join(folder, 'compiled');
      const hook = join(folder, 'hook.cjs');
      writeFileSync(hook, HOOK);
      const root = join(folder, 'root');
      execFileSync('cp', ['-r', FIXTURE, root]);
      runs(['--require', hook, made.program.script ?? '', ...command.split(' '), '--root', root], {
        COMPILED: log,
        STATE: join(folder, 'state'),
      });
      const compiled = readFileSync(log, 'utf8').split('\n');
      expect(compiled.length).toBeGreaterThan(1);
      expect(compiled.includes('./sdk')).toBe(expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Notes the name of every text that the bundle compiles. */
const HOOK = `
const { appendFileSync } = require('node:fs');
const vm = require('node:vm');
const { Script, runInThisContext } = vm;
const note = ({ filename }) => appendFileSync(process.env.COMPILED, filename + '\\n');
vm.Script = class extends Script {
  constructor(code, options) {
    note(options);
    super(code, options);
  }
};
vm.runInThisContext = (code, options) => {
  note(options);
  return runInThisContext(code, options);
};
`;

function runs(args: readonly string[], env: Readonly<Record<string, string>>): void {
  const own = args.includes('report') && !args.includes('--dry-run') ? ['--state', env.STATE ?? ''] : [];
  try {
    execFileSync(process.execPath, [...args, ...own], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: 'AKIAFAKE',
        AWS_SECRET_ACCESS_KEY: 'fake',
        AWS_REGION: 'eu-west-1',
        ...env,
      },
    });
  } catch (error) {
    // Active causes, or not delivered: it ran.
    const { status, stderr } = error as { status: number | null; stderr: Buffer };
    if (![1, 3].includes(status ?? -1) || stderr.length > 0) throw error;
  }
}
