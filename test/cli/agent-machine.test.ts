import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isMachinePossible, machine, STARTED } from './agent-machine.ts';

const UNIT = 'etc/systemd/system/ssm-doctor.service';

/** Milliseconds: each starts the program several times, and others may be at work. */
const PATIENCE = { timeout: 120_000 };

describe.skipIf(!isMachinePossible())(
  'the program as it is shipped, on a machine of its own',
  PATIENCE,
  () => {
    test('is installed, asked, installed again and removed', () => {
      const { root, programs, run } = machine();
      const installed = run(['agent', 'install']);
      expect([installed.status, installed.stderr, installed.stdout]).toEqual([
        0,
        '',
        `done   write /${UNIT}
done   systemctl daemon-reload
done   systemctl enable --now ssm-doctor.service
done   see that it runs
installed: systemd starts the agent with the machine; see ssm-doctor agent status
`,
      ]);
      expect(readFileSync(join(root, UNIT), 'utf8')).toContain(`\nExecStart=${STARTED.join(' ')} agent\n`);
      expect(statSync(join(root, UNIT)).mode & 0o777).toBe(0o644);
      expect(run(['agent', 'install']).stdout).toMatch(/^nothing to do: /);
      // systemd runs it, as far as this machine's says, but nobody has the lock.
      const status = run(['agent', 'status', '--format', 'json']);
      expect([status.status, JSON.parse(status.stdout)]).toMatchObject([
        4,
        { answer: 'unknown', pid: 4711, service: { installed: 'yes', isEnabled: true } },
      ]);
      const removed = run(['agent', 'uninstall']);
      expect([removed.status, removed.stderr]).toEqual([0, '']);
      expect(existsSync(join(root, UNIT))).toBe(false);
      expect(programs.has('running')).toBe(false);
      expect(run(['agent', 'uninstall']).stdout).toMatch(/^not installed: /);
      expect(run(['agent', 'status']).status).toBe(3);
      expect(readdirSync(join(root, 'var/lib'))).toEqual([]);
    });

    test('says what is wrong with the settings, and where', () => {
      const { root, programs, run } = machine();
      mkdirSync(join(root, 'etc/ssm-doctor'));
      writeFileSync(join(root, 'etc/ssm-doctor/agent.yaml'), 'state: /var/lib/ssm-doctor\nlogg: {}\n');
      const { status, stderr } = run(['agent', 'install']);
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(
          /^ssm-doctor: \/etc\/ssm-doctor\/agent\.yaml:2:1: logg: unknown key; did you mean log\? .*\n$/,
        ),
      ]);
      expect(programs.calls()).toEqual([]);
    });

    test('says what a read-only file system means, and leaves nothing', () => {
      const { root, programs, run } = machine();
      const { status, stdout, stderr } = run(['agent', 'install'], {
        before: 'mount --bind etc etc; mount -o remount,bind,ro etc',
      });
      expect([status, stdout, stderr]).toEqual([
        1,
        '',
        `ssm-doctor: write /${UNIT}: the file system is read-only; nothing was changed\n`,
      ]);
      expect(programs.calls()).toEqual([]);
      expect(readdirSync(join(root, 'etc/systemd/system'))).toEqual([]);
    });

    test('says what a full disk means, and leaves nothing', () => {
      const { programs, run } = machine();
      const { status, stderr } = run(['agent', 'install'], {
        before:
          'mount -t tmpfs -o size=4k tmpfs etc; mkdir -p etc/systemd/system; head -c 4096 /dev/zero > etc/filler',
      });
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(/: the disk is full; nothing was changed\n$/),
      ]);
      expect(programs.calls()).toEqual([]);
    });

    test('cannot remove from a read-only file system, and says so', () => {
      const { root, run } = machine();
      run(['agent', 'install']);
      const { status, stdout, stderr } = run(['agent', 'uninstall'], {
        before: 'mount --bind etc etc; mount -o remount,bind,ro etc',
      });
      expect([status, stdout, stderr]).toEqual([
        1,
        'done   systemctl disable --now ssm-doctor.service\n',
        `ssm-doctor: remove /${UNIT}: the file system is read-only; run it again\n`,
      ]);
      expect(existsSync(join(root, UNIT))).toBe(true);
      expect(run(['agent', 'uninstall']).status).toBe(0);
    });

    test('a user may ask and look, and no more', () => {
      const { root, programs, run } = machine();
      chmodSync(root, 0o755);
      chmodSync(join(root, 'fake-state'), 0o777);
      const user = { user: 1000 };
      const refused = run(['agent', 'install'], user);
      expect([refused.status, refused.stderr]).toEqual([
        2,
        'ssm-doctor: agent install: expected root, found user 1000; run it with sudo (see ssm-doctor --help)\n',
      ]);
      expect(run(['agent', 'uninstall'], user).status).toBe(2);
      expect(run(['agent', 'install', '--dry-run'], user).stdout).toContain(`would  write /${UNIT}\n`);
      expect(run(['agent', 'install', '--print'], user).stdout).toContain('[Service]');
      const status = run(['agent', 'status'], user);
      expect([status.status, status.stderr]).toEqual([3, '']);
      expect(status.stdout).toMatch(/^NOT RUNNING/);
      expect(programs.calls()).toEqual([]);
    });
  },
);
