import { readlinkSync } from 'node:fs';
import type { Mount } from '../../parsers/host/mountinfo.ts';
import { makeScene, type Scene } from '../host/scene.ts';
import { silentMounts } from '../host/silent-mounts.ts';
import { FilesError } from '../platform/files.ts';
import { filesBeside, type IsSilent, liesOn } from '../platform/files-beside.ts';
import type { Machine } from '../platform/machine.ts';
import { nodePrograms } from '../platform/node-programs.ts';
import { nodeSpace } from '../platform/node-space.ts';
import { nodeWatches } from '../platform/node-watches.ts';
import type { Programs } from '../platform/programs.ts';
import type { Reach } from '../platform/reach.ts';

/** What the checks of this machine look at. `signal` ends what several of them wait for. */
export async function sceneOf(
  machine: Machine,
  reach: Reach,
  signal: AbortSignal,
  region?: string,
): Promise<Scene> {
  const programs = machine.processes === null ? null : nodePrograms();
  const silent = programs === null ? [] : await silentOn(machine, programs);
  const parts = {
    machine,
    region: region ?? null,
    architecture: process.arch === 'arm64' ? 'aarch64' : 'x86_64',
    isPrivileged: isPrivileged(),
    programs,
    space: nodeSpace(),
    watches: nodeWatches(),
    reach,
    silent,
    signal,
  };
  return makeScene(silent.length === 0 ? parts : { ...parts, ...beside(parts) });
}

async function silentOn(machine: Machine, programs: Programs): Promise<readonly Mount[]> {
  return machine.platform === 'linux' ? silentMounts(machine.files, programs) : [];
}

/** The means of a scene, kept away from mounts that do not answer. */
function beside({
  machine,
  space,
  watches,
  silent,
}: Pick<Scene, 'machine' | 'space' | 'watches' | 'silent'>): Pick<Scene, 'machine' | 'space' | 'watches'> {
  const isSilent: IsSilent = liesOn(
    silent.map(({ point }) => point),
    linkAt,
  );
  return {
    machine: { ...machine, files: filesBeside(machine.files, isSilent) },
    space: {
      of: (path) => {
        if (isSilent(path)) throw new FilesError('ETIMEDOUT', path);
        return space.of(path);
      },
    },
    watches: { tryOn: (folder) => (isSilent(folder) ? 'ETIMEDOUT' : watches.tryOn(folder)) },
  };
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** On Windows the rights of a process are not in a number; what it may not read says so. */
function isPrivileged(): boolean {
  return process.geteuid === undefined || process.geteuid() === 0;
}
