import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Lock, takeLock } from '../../../src/agent/lock.ts';
import type { ServiceHost } from '../../../src/agent/service/host.ts';
import { nodeClock } from '../../../src/platform/clock.ts';
import { nodeCommands } from '../../../src/platform/node-commands.ts';
import type { Platform } from '../../../src/vocabulary.ts';
import { aFolder } from './a-folder.ts';
import { type FakePrograms, fakePrograms } from './fake-programs.ts';

export interface FakeHost extends ServiceHost {
  readonly root: string;
  readonly programs: FakePrograms;
}

export const PROGRAMS: Readonly<Record<Platform, string>> = {
  linux: '/opt/ssm-doctor/ssm-doctor',
  macos: '/opt/ssm-doctor/ssm-doctor',
  windows: 'C:\\Program Files\\ssm-doctor\\ssm-doctor.exe',
};

/** Folders of such a machine that are there before anything is installed. */
const FOLDERS: Readonly<Record<Platform, readonly string[]>> = {
  linux: ['/etc/systemd/system', '/run/systemd/system', '/var/lib', '/var/log'],
  macos: ['/Library/LaunchDaemons', '/Library/Logs', '/Library/Application Support'],
  windows: ['C:\\ProgramData', 'C:\\Program Files'],
};

/** A machine in a temporary folder, with root at its keyboard and stand-ins for its programs; no time passes on it. */
export function aHost(platform: Platform, facts: Partial<ServiceHost> = {}): FakeHost {
  const root = aFolder();
  const programs = fakePrograms(root);
  let elapsed = 0;
  const host: FakeHost = {
    root,
    programs,
    platform,
    environment: {
      PROGRAMDATA: 'C:\\ProgramData',
      PROGRAMFILES: 'C:\\Program Files',
      SYSTEMROOT: 'C:\\Windows',
    },
    program: [PROGRAMS[platform]],
    user: platform === 'windows' ? null : 0,
    commands: nodeCommands(),
    programFolders: [programs.folder],
    clock: {
      ...nodeClock(),
      elapsed: () => elapsed,
      sleep: async (milliseconds) => {
        elapsed += milliseconds;
      },
    },
    at: (path) => join(root, platform === 'windows' ? path.replaceAll('\\', '/').replaceAll(':', '') : path),
    ...facts,
  };
  for (const folder of FOLDERS[platform]) mkdirSync(host.at(folder), { recursive: true });
  for (const path of host.program) plantFile(host, path, '', 0o755);
  return host;
}

/** Where the state is, as a path of the machine. */
export const STATES: Readonly<Record<Platform, string>> = {
  linux: '/var/lib/ssm-doctor',
  macos: '/Library/Application Support/ssm-doctor',
  windows: 'C:\\ProgramData\\ssm-doctor',
};

/** Is the agent of the machine, as far as others see. */
export function beAgent(host: ServiceHost): Lock {
  return takeLock(join(host.at(STATES[host.platform]), 'agent.lock'));
}

/** Writes a file of the machine. */
export function plantFile(host: ServiceHost, path: string, text: string, mode = 0o644): string {
  const file = host.at(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}
