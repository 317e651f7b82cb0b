import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { machine, until } from './an-agent.ts';
import { LOG, run } from './child.ts';

const REFUSED =
  '2026-11-20 03:12:01 ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found\n';

describe('the agent', () => {
  test('notices a failure, tells it in its log and its health, and ends in order', async () => {
    const node = machine();
    await node.start();
    appendFileSync(join(node.root, LOG), REFUSED);
    await until(() => node.logged('cause=CREDENTIALS_NO_INSTANCE_PROFILE') === 1);
    expect(await node.end('SIGTERM')).toBe(0);
    expect(node.health()).toMatchObject({
      state: 'stopped',
      linesRead: 1,
      active: [{ cause: 'CREDENTIALS_NO_INSTANCE_PROFILE' }],
    });
    expect(node.errors).toBe('');
  });

  test('tells what was written while it was away, and nothing twice', async () => {
    const node = machine();
    await node.start();
    expect(await node.end('SIGTERM')).toBe(0);
    appendFileSync(join(node.root, LOG), REFUSED);
    await node.start();
    await until(() => node.logged('msg="finding new"') === 1);
    expect(await node.end('SIGTERM')).toBe(0);
    await node.start();
    await sleep(300);
    expect(await node.end('SIGTERM')).toBe(0);
    expect(node.logged('msg="finding new"')).toBe(1);
  });

  test('of two that are started one runs', async () => {
    const node = machine();
    await node.start();
    const second = run(node.args);
    expect(second.status).toBe(2);
    expect(second.stderr).toMatch(/an agent runs already, process \d+/);
  });

  test('takes new settings on SIGHUP, and works on with the old ones where the new are wrong', async () => {
    const node = machine();
    await node.start();
    node.set('debug');
    node.child?.kill('SIGHUP');
    await until(() => node.logged('msg="started"') === 2);
    expect(node.logged('msg="stopped" why=reload')).toBe(1);
    node.set('loud');
    node.child?.kill('SIGHUP');
    await until(() => node.errors.includes('the settings stay as they were: '));
    node.set('debug', [`rules: [${node.rules('id: 1')}]`]);
    node.child?.kill('SIGHUP');
    await until(() => node.logged('the settings stay as they were: ') === 2);
    appendFileSync(join(node.root, LOG), REFUSED);
    await until(() => node.logged('msg="finding new"') === 1);
    expect(node.logged('msg="started"')).toBe(2);
    expect(node.logged('level=debug')).toBeGreaterThan(0);
    expect(await node.end('SIGTERM')).toBe(0);
  });

  test('takes a SIGHUP at any moment', async () => {
    const node = machine();
    const begun = node.start();
    const child = node.child;
    for (let sent = 0; sent < 40; sent++) {
      await sleep(25);
      // Before it listens, a signal ends any program.
      if (existsSync(join(node.state, 'agent.lock'))) child?.kill('SIGHUP');
    }
    await begun;
    await until(() => node.logged('msg="started"') > 1);
    expect(child?.exitCode).toBeNull();
    expect(await node.end('SIGTERM')).toBe(0);
    expect(node.logged('why=reload')).toBe(node.logged('msg="started"') - 1);
    expect(node.errors).toBe('');
  });

  test('waits for a log folder that is not there yet, and outlives one that goes', async () => {
    const node = machine();
    rmSync(join(node.root, 'var'), { recursive: true });
    mkdirSync(join(node.root, 'etc'));
    await node.start();
    mkdirSync(join(node.root, 'var/log/amazon/ssm'), { recursive: true });
    writeFileSync(join(node.root, LOG), REFUSED);
    await until(() => node.logged('cause=CREDENTIALS_NO_INSTANCE_PROFILE') === 1);
    rmSync(join(node.root, 'var'), { recursive: true });
    await sleep(100);
    expect(await node.end('SIGTERM')).toBe(0);
  }, 20_000);

  test('names what is wrong with its settings, with the line', () => {
    const node = machine();
    node.set('loud');
    const refused = run(node.args);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/agent\.yaml:4:\d+: log\.level: expected/);
    const listed = run(['agent', 'settings', '--settings', node.settings]);
    expect(listed.status).toBe(2);
  });

  test('cannot run where its state cannot be written, and says so', () => {
    const node = machine();
    writeFileSync(node.settings, `report:\n  to: []\nlog:\n  file: ${node.log}\nstate: /proc/ssm-doctor\n`);
    const refused = run(node.args);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('the agent cannot run: ');
  });
});
