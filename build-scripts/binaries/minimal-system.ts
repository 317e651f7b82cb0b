import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { tool } from './tool.ts';

const SUITE = 'bookworm';
const CACHE = process.env.SSM_DOCTOR_BUILD_CACHE ?? join(homedir(), '.cache', 'ssm-doctor-build');

/** A minimal Debian without Node, made once by debootstrap; nothing changes it. Needs root. */
export function minimalSystem(): string {
  const folder = join(CACHE, `minimal-${SUITE}`);
  if (existsSync(folder)) return folder;
  const made = `${folder}.part`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(dirname(made), { recursive: true });
  const script = 'unshare --mount --pid --fork --mount-proc debootstrap --variant=minbase "$1" "$2"';
  tool(['sh', '-c', script, 'sh', SUITE, made], 'debootstrap');
  renameSync(made, folder);
  return folder;
}
