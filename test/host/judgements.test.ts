import { expect, test } from 'vitest';
import { judgeService, judgeWorker } from '../../src/host/checks/agent-service.ts';
import { judgeIdentity, judgeSleep, judgeVault } from '../../src/host/checks/agent-state.ts';
import { compared } from '../../src/host/checks/agent-version.ts';
import { judgeSpace } from '../../src/host/checks/disk.ts';
import { newerKernel } from '../../src/host/facts/kernels.ts';
import type { FolderRoom } from '../../src/host/facts/rooms.ts';
import { NOW } from '../support/a-machine.ts';

const core = { pid: 7, role: 'core', uid: 0, startedAt: NOW - 3_600_000, environment: null } as const;
const worker = { ...core, pid: 8, role: 'worker' } as const;

test('two ids are no fingerprint', () => {
  const judged = judgeIdentity({
    ...{ kind: 'conflict', ids: ['i-0synthetic0000001', 'i-0synthetic0000002'], said: [] },
    message: 'expected one id for this node, found two',
  });
  expect(judged).toMatchObject({ status: 'failed', cause: null });
  expect(judged.summary).toContain('found two');
});

test('an agent of another user', () => {
  const service = {
    kind: 'service',
    manager: 'systemd',
    name: 'x',
    isRunning: true,
    state: 'active',
    startMode: null,
    restarts: 0,
  } as const;
  const judged = judgeService({ service, isInstalled: true, core: { ...core, uid: 1000 } });
  expect(judged).toMatchObject({ cause: 'HOST_NOT_ROOT' });
  expect(judged.summary).toContain('running as user 1000');
});

test('an agent without its worker, unless it just began', () => {
  expect(judgeWorker({ processes: [core, worker], now: NOW }).status).toBe('ok');
  expect(judgeWorker({ processes: [core], now: NOW })).toMatchObject({
    cause: 'AGENT_WORKER_START_FAILED',
  });
  expect(judgeWorker({ processes: [{ ...core, startedAt: NOW - 5000 }], now: NOW }).status).toBe('ok');
  expect(judgeWorker({ processes: null, now: NOW }).status).toBe('not-readable');
});

test('hibernation is of now only where the log is younger than the worker, and not old', () => {
  const asleep = { writtenAt: NOW - 600_000, worker, now: NOW };
  expect(judgeSleep(asleep)).toMatchObject({ cause: 'AGENT_HIBERNATING' });
  expect(judgeSleep({ ...asleep, worker: { ...worker, startedAt: NOW - 60_000 } }).status).toBe('ok');
  expect(judgeSleep({ ...asleep, writtenAt: NOW - 3 * 3_600_000, worker: null }).status).toBe('ok');
  expect(judgeSleep({ ...asleep, writtenAt: null }).status).toBe('ok');
});

test('a vault that lacks its key, or may not be looked at', () => {
  const there = { path: '/Vault/Store/InstanceFingerprint', state: 'there', writtenAt: NOW } as const;
  const parts = [there, { path: '/Vault/Store/RegistrationKey', state: 'absent', writtenAt: null }] as const;
  const of = (more: Partial<Parameters<typeof judgeVault>[0]>) =>
    judgeVault({ isHybrid: true, parts, machineIdAt: null, ...more });
  expect(of({})).toMatchObject({ cause: 'AGENT_VAULT_DAMAGED' });
  expect(of({ parts: [{ path: 'x', state: 'refused', writtenAt: null }] }).status).toBe('not-readable');
  expect(of({ isHybrid: false }).status).toBe('not-applicable');
  expect(of({ parts: [there], machineIdAt: NOW - 1 }).summary).not.toContain('younger');
  expect(of({ parts: [there], machineIdAt: NOW + 1 })).toMatchObject({
    ...{ status: 'ok', summary: expect.stringContaining('/etc/machine-id is younger') },
  });
});

test('room is little in absolute terms, or a small part of a small file system', () => {
  const room = (size: number, free: number): FolderRoom[] => [
    {
      folder: '/x',
      use: 'state',
      room: { size, free, inodes: 0, freeInodes: 0 },
      mount: null,
      isSilent: false,
    },
  ];
  expect(judgeSpace(room(20e9, 200e6)).status).toBe('ok');
  expect(judgeSpace(room(20e9, 99e6)).status).toBe('failed');
  expect(judgeSpace(room(200e6, 30e6)).status).toBe('ok');
  expect(judgeSpace(room(200e6, 10e6)).status).toBe('failed');
});

test('versions number by number', () => {
  expect(compared('3.3.987.0', '3.10.0.0')).toBeLessThan(0);
  expect(compared('3.3.987.0', '3.3.987.0')).toBe(0);
});

test('the newest kernel is of the same flavour', () => {
  expect(newerKernel('6.8.0-1015-aws', ['6.8.0-1015-aws', '6.11.0-9-generic'])).toBeNull();
  expect(newerKernel('6.8.0-1015-aws', ['6.8.0-1016-aws', '6.8.0-999-aws'])).toBe('6.8.0-1016-aws');
  expect(newerKernel('5.14.0-70.el9.x86_64', ['5.14.0-503.el9.x86_64'])).toBe('5.14.0-503.el9.x86_64');
});
