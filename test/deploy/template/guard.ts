import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const RULES = 'deploy/guard';

/** The names of the rules of deploy/guard that a template breaks. */
export function brokenRules(template: unknown): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  try {
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify(template));
    const options = ['validate', '--rules', RULES, '--data', file, '--show-summary', 'all'];
    const { stdout, status } = spawnSync(guard(), options, { encoding: 'utf8' });
    const lines = [...stdout.matchAll(/^\S+\.guard\/(\w+)\s+(PASS|FAIL|SKIP)$/gm)];
    if (lines.length === 0) throw new Error(`cfn-guard ended with ${status}: ${stdout}`);
    return lines.filter(([, , result]) => result === 'FAIL').map(([, name]) => name ?? '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The names of the rules that have something to look at. */
export function rulesThatApply(path: string): string[] {
  const options = ['validate', '--rules', RULES, '--data', path, '--show-summary', 'all'];
  const text = execFileSync(guard(), options, { encoding: 'utf8' });
  return [...text.matchAll(/^\S+\.guard\/(\w+)\s+PASS$/gm)].map(([, name]) => name ?? '');
}

function guard(): string {
  const entry = createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json');
  const system = process.platform === 'darwin' ? 'macos' : 'ubuntu';
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  return join(dirname(entry), 'bin', system, machine, 'cfn-guard');
}
