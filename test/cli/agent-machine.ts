import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder } from '../agent/service/a-folder.ts';
import { type FakePrograms, fakePrograms } from '../agent/service/fake-programs.ts';
import { program } from '../support/program.ts';

/** A Linux machine of its own: its root is a temporary folder, its programs are this machine's but for systemctl. */
export interface Machine {
  readonly root: string;
  readonly programs: FakePrograms;
  /** Runs ssm-doctor as it is shipped; with `before`, commands of a shell that prepare the machine. */
  run(
    args: readonly string[],
    options?: { readonly user?: number; readonly before?: string },
  ): SpawnSyncReturns<string>;
}

/** Mounts are seen by this process and its children only, and go with it. */
const ALONE = ['--mount', '--propagation', 'private', '--'];
const FOLDERS = [
  'etc/systemd/system',
  'run/systemd/system',
  'var/lib',
  'var/log',
  'opt/ssm-doctor',
  'usr',
  'proc',
  'dev',
  'tmp',
];
const PROGRAM = '/opt/ssm-doctor/ssm-doctor';
const BUNDLE = '/opt/ssm-doctor/main.cjs';
const UNDER_TEST = program();
/** What a service of that machine starts. */
export const STARTED = UNDER_TEST.script === null ? [PROGRAM] : [PROGRAM, BUNDLE];

/** Nothing in it can be written by what runs there but what lies in its folder. */
const ENTER = `set -eu
cd "$1"; user=$2; before=$3; node=$4; shift 4
mount --bind /usr usr
mount --bind programs/systemctl usr/bin/systemctl
mount -o remount,bind,ro usr
mount --bind "$node" opt/ssm-doctor/ssm-doctor
for device in null urandom; do mount --bind "/dev/$device" "dev/$device"; done
mount -t proc -o ro proc proc
eval "$before"
exec chroot "--userspec=$user:$user" . ${PROGRAM} "$@"
`;

export function machine(): Machine {
  const root = aFolder();
  for (const folder of FOLDERS) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['opt/ssm-doctor/ssm-doctor', 'dev/null', 'dev/urandom'])
    writeFileSync(join(root, file), '');
  for (const [name, target] of [
    ['bin', 'usr/bin'],
    ['sbin', 'usr/sbin'],
    ['lib', 'usr/lib'],
    ['lib64', 'usr/lib64'],
  ] as const)
    spawnSync('ln', ['-s', target, join(root, name)]);
  if (UNDER_TEST.script !== null) copyFileSync(UNDER_TEST.script, join(root, BUNDLE));
  return {
    root,
    programs: fakePrograms(root, ''),
    run: (args, { user = 0, before = '' } = {}) =>
      spawnSync(
        'unshare',
        [
          ...ALONE,
          'sh',
          '-c',
          ENTER,
          'enter',
          root,
          String(user),
          before,
          UNDER_TEST.file,
          ...STARTED.slice(1),
          ...args,
        ],
        { encoding: 'utf8', timeout: 60_000 },
      ),
  };
}

/** Whether such a machine can be made here. */
export function isMachinePossible(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return machine().run(['--version']).status === 0;
}
