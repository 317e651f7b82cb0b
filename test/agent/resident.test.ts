import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { folderOf, HEALTHY } from '../cli/child.ts';

const LINE = '2026-11-20 03:12:01 ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found\n';

test('after a fault of its own it lets go of everything, and the line is read again by the next', async () => {
  const [root, state] = [folderOf(HEALTHY), folderOf()];
  const child = spawn(process.execPath, ['test/agent/resident-child.ts', root, state, LINE], {
    timeout: 20_000,
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const [said, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  expect({ said, errors, status }).toEqual({ said: 'Error: no time\nstopped\n', errors: '', status: 0 });
  const health = JSON.parse(readFileSync(join(state, 'agent.health.json'), 'utf8')) as unknown;
  expect(health).toMatchObject({ state: 'stopped', report: { lastResult: 'delivered' } });
  const kept = JSON.parse(readFileSync(join(state, 'agent.positions.json'), 'utf8')) as {
    readonly positions: readonly { readonly offset: number }[];
  };
  expect(kept.positions.map(({ offset }) => offset)).toEqual([Object.values(HEALTHY)[0]?.length]);
}, 30_000);
