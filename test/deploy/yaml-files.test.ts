import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandPath } from './agent/node.ts';

function yamllint(...options: string[]) {
  return spawnSync('yamllint', ['--strict', '--format', 'parsable', '-c', 'deploy/.yamllint', ...options], {
    encoding: 'utf8',
  });
}

describe.skipIf(process.platform === 'win32' || commandPath('yamllint') === null)('yamllint', () => {
  it('has nothing to say about the files of deploy', () => {
    expect(yamllint('deploy')).toMatchObject({ status: 0, stdout: '' });
  });

  it.each([
    ['a key that stands twice', 'a: 1\na: 2\n', 'key-duplicates'],
    ['a text that is a truth value to some', 'a: yes\n', 'truthy'],
    ['an indentation that changes', 'a:\n  b: 1\nc:\n    d: 1\n', 'indentation'],
    ['a tab', 'a:\n\tb: 1\n', 'syntax'],
  ])('speaks up about %s', (_what, text, rule) => {
    const found = spawnSync('yamllint', ['--strict', '-f', 'parsable', '-c', 'deploy/.yamllint', '-'], {
      input: text,
      encoding: 'utf8',
    });
    expect(found.status).not.toBe(0);
    expect(found.stdout).toContain(`(${rule})`);
  });
});
