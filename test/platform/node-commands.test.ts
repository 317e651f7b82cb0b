import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeCommands } from '../../src/platform/node-commands.ts';
import { aFolder } from '../agent/service/a-folder.ts';

const { run } = nodeCommands();

function script(text: string, mode = 0o755): string {
  const path = join(aFolder(), 'program');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, mode);
  return path;
}

describe.skipIf(process.platform === 'win32')('a program of the system', () => {
  test('is heard to its end, whatever that is', () => {
    expect(run(script('echo out; echo err >&2; exit 3'), [], 10)).toEqual({
      kind: 'ended',
      status: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('gets its arguments as they are, and no shell sees them', () => {
    const args = ['two words', '$HOME', '; rm x', '*', "it's"];
    expect(run(script('for a in "$@"; do echo "$a"; done'), args, 10)).toMatchObject({
      stdout: `${args.join('\n')}\n`,
    });
  });

  test('gets no variables but those that make it speak English and find others', () => {
    const ran = run('/usr/bin/env', [], 10);
    expect(ran).toMatchObject({ kind: 'ended', status: 0 });
    const lines = ran.kind === 'ended' ? ran.stdout.trim().split('\n').sort() : [];
    expect(lines).toEqual(['LANG=C', 'LC_ALL=C', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin']);
  });

  test.each([
    ['not there', () => '/nowhere/program', 10, 'it is not there'],
    ['not to be run', () => script('', 0o644), 10, 'it may not be run'],
    ['too slow', () => script('exec sleep 30'), 0.3, 'it was ended because it took longer than 0.3 s'],
    ['killed', () => script('kill -TERM $$'), 10, 'it was ended by SIGTERM'],
    ['endless', () => script('exec cat /dev/zero'), 10, 'the system says ENOBUFS'],
  ])('that is %s is told', (_what, program, seconds, message) => {
    expect(run(program(), [], seconds)).toEqual({ kind: 'failed', message });
  });
});
