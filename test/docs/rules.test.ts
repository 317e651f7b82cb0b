import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineFolder } from '../../src/cli/rule-files.ts';
import { folderOf, run } from '../cli/child.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');
const BLOCK = /^```(?<language>yaml|text|console)(?: (?<path>\S+))?\n(?<text>[\s\S]*?)^```$/gm;

describe('the guide to rules', () => {
  test('shows what the commands print, one step after the other', { timeout: 60_000 }, () => {
    const folder = folderOf();
    let commands = 0;
    for (const { groups } of GUIDE.matchAll(BLOCK)) {
      const { language, path = '', text = '' } = groups ?? {};
      if (language === 'console') commands += playBack(text, folder);
      else {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        mkdirSync(join(folder, 'rules'), { recursive: true });
        writeFileSync(file, text);
      }
    }
    expect(commands).toBeGreaterThanOrEqual(5);
    expect(run(['rules', 'test', 'rules'], { cwd: folder }).stdout).toMatch(/^2 files, .*: all is well\n$/);
  });

  test('names the folder of this machine', () => {
    expect(GUIDE).toContain(`\`${machineFolder({ ProgramFiles: '%ProgramFiles%' })}\``);
  });
});

/** Runs the commands of a transcript and compares; `…` stands for any text. Gives how many there are. */
function playBack(transcript: string, cwd: string): number {
  const steps = transcript.split(/^\$ ssm-doctor /m).slice(1);
  for (const step of steps) {
    const [command = '', ...shown] = step.split('\n');
    const printed = run(command.split(' '), { cwd });
    expect(printed.stderr, command).toBe('');
    const pattern = shown.join('\n').split('…').map(escaped).join('[\\s\\S]*?');
    expect(printed.stdout, command).toMatch(new RegExp(`^${pattern}`));
    if (!pattern.includes('*?')) expect(printed.stdout, command).toBe(shown.join('\n'));
  }
  return steps.length;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
