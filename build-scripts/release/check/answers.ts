import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator } from '../../binaries/emulator.ts';

/** The worked example of the guide to rules. */
const RULE = 'dist/example-rule.yaml';

/** What every executable is asked; the copies are of a Linux, a macOS and a Windows node. */
const QUESTIONS: readonly (readonly string[])[] = [
  ['--version', '--format', 'json'],
  ...['repository-access-denied', 'agent-update-already-current', 'association-script-fails-windows'].map(
    (name) => ['diagnose', '--root', `fixtures/${name}/evidence`, '--format', 'json'],
  ),
  ['report', '--dry-run', '--root', 'fixtures/repository-access-denied/evidence', '--format', 'json'],
  ['explain', '156', '--format', 'json'],
  ['rules', 'test', RULE],
];

/** One answer: the command, its exit status, and what it printed without what differs by machine. */
export interface Answer {
  readonly command: string;
  readonly status: number | null;
  readonly printed: string;
}

/** Runs an executable by an emulator, with files for what it prints: under Wine, Node cannot write to a pipe. */
export function answersOf(executable: string, { command, env }: Emulator, folder: string): Answer[] {
  writeFileSync(RULE, exampleRule());
  return QUESTIONS.map((question) => {
    const [program = executable, ...words] = [...command, executable];
    const [out, errors] = ['stdout', 'stderr'].map((name) => join(folder, name));
    const files = [out, errors].map((path) => openSync(path ?? '', 'w'));
    const { status } = spawnSync(program, [...words, ...question], {
      stdio: ['ignore', ...files],
      env: { ...process.env, ...env },
      timeout: 120_000,
    });
    for (const file of files) closeSync(file);
    const said = readFileSync(errors ?? '', 'utf8');
    const printed = steady(readFileSync(out ?? '', 'utf8'));
    return { command: question.join(' '), status, printed: said === '' ? printed : `${printed}${said}` };
  });
}

/** What two programs answer differently; empty when all is alike. */
export function differences(expected: readonly Answer[], found: readonly Answer[]): string[] {
  return expected.flatMap((answer, index) => {
    const other = found[index];
    if (other?.status !== answer.status)
      return [
        `${answer.command}: expected status ${answer.status}, found ${other?.status}\n${other?.printed}`,
      ];
    if (other.printed === answer.printed) return [];
    const lines = other.printed.split('\n');
    const at = answer.printed.split('\n').findIndex((line, number) => line !== lines[number]);
    return [
      `${answer.command}: expected ${answer.printed.split('\n')[at]}, found ${lines[at]} in line ${at + 1}`,
    ];
  });
}

function exampleRule(): string {
  const [, text] = /^```yaml \S+\n([\s\S]*?)^```$/m.exec(readFileSync('docs/rules.md', 'utf8')) ?? [];
  if (text === undefined) throw new Error('expected a rule in docs/rules.md');
  return text;
}

/** Without times, what names the platform, the separators of paths, and the drive that a copy lies on. */
function steady(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\\+/g, '/')
    .replaceAll(/\b[A-Z]:\//g, '/')
    .replaceAll(/"(startedAt|durationMs|target)": ("[^"]*"|[\d.]+)/g, '"$1": 0')
    .replaceAll(/\b[\d.]+ m?s\b/g, '0 s');
}
