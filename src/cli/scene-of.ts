import { makeScene, type Scene } from '../host/scene.ts';
import type { Machine } from '../platform/machine.ts';
import { nodePrograms } from '../platform/node-programs.ts';
import { nodeSpace } from '../platform/node-space.ts';
import { nodeWatches } from '../platform/node-watches.ts';
import type { Reach } from '../platform/reach.ts';

/** What the checks of this machine look at. `signal` ends what several of them wait for. */
export function sceneOf(machine: Machine, reach: Reach, signal: AbortSignal, region?: string): Scene {
  return makeScene({
    machine,
    region: region ?? null,
    architecture: process.arch === 'arm64' ? 'aarch64' : 'x86_64',
    isPrivileged: isPrivileged(),
    programs: machine.processes === null ? null : nodePrograms(),
    space: nodeSpace(),
    watches: nodeWatches(),
    reach,
    signal,
  });
}

/** On Windows the rights of a process are not in a number; what it may not read says so. */
function isPrivileged(): boolean {
  return process.geteuid === undefined || process.geteuid() === 0;
}
