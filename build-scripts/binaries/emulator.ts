import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Target } from './targets.ts';

/** What runs a program of another platform on this machine: the words before it, and variables that they need. */
export interface Emulator {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const ARM64_LIBRARIES = '/usr/aarch64-linux-gnu';
const WINE = '/usr/lib/wine/wine64';

/** Debian's packages for it. */
export const EMULATOR_PACKAGES: Readonly<Record<string, string>> = {
  'linux-arm64': 'qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross',
  'win-x64': 'wine64',
};

/** How to run a target's programs on this machine; null where nothing here can. */
export function emulatorOf({ name }: Target): Emulator | null {
  if (`${process.platform}-${process.arch}` === name) return { command: [], env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  if (name === 'linux-arm64') return qemu();
  return name === 'win-x64' ? wine() : null;
}

function qemu(): Emulator | null {
  const isThere = spawnSync('qemu-aarch64-static', ['--version']).status === 0 && existsSync(ARM64_LIBRARIES);
  return isThere ? { command: ['qemu-aarch64-static', '-L', ARM64_LIBRARIES], env: {} } : null;
}

/** Wine takes itself for Windows 7, on which Node does not start, until it is told. Its Windows lives in one folder. */
function wine(): Emulator | null {
  if (!existsSync(WINE)) return null;
  const prefix = join(homedir(), '.cache', 'ssm-doctor-build', 'wine');
  const env = { WINEPREFIX: prefix, WINEDEBUG: '-all' };
  const isReady = join(prefix, 'is-windows-10');
  if (!existsSync(isReady)) {
    const said = (...args: string[]) =>
      spawnSync(WINE, args, { env: { ...process.env, ...env }, stdio: 'ignore' }).status;
    mkdirSync(prefix, { recursive: true });
    if (said('wineboot', '-i') !== 0 || said('winecfg', '-v', 'win10') !== 0) return null;
    mkdirSync(isReady);
  }
  return { command: [WINE], env };
}
