import { makeScene, type Scene, type SceneParts } from '../../src/host/scene.ts';
import type { Machine } from '../../src/platform/machine.ts';
import type { ProgramEnd, Programs } from '../../src/platform/programs.ts';
import { ReachError } from '../../src/platform/reach.ts';
import { type MachineFiles, machineWith } from '../support/a-machine.ts';

/** A scene on files in a folder of its own, with no programs and no network unless they are given. */
export function sceneWith(
  files: MachineFiles,
  { machine, ...parts }: Partial<Omit<SceneParts, 'machine'>> & { readonly machine?: Partial<Machine> } = {},
): Scene {
  return makeScene({
    machine: machineWith(files, machine),
    region: null,
    architecture: 'x86_64',
    isPrivileged: true,
    programs: null,
    space: { of: () => ({ size: 20e9, free: 12e9, inodes: 1e6, freeInodes: 9e5 }) },
    watches: { tryOn: () => null },
    reach: {
      resolve: async (name) => {
        throw new ReachError('ENOTFOUND', name);
      },
      reach: async ({ host }) => {
        throw new Error(`a test asks ${host}`);
      },
    },
    silent: [],
    signal: new AbortController().signal,
    ...parts,
  });
}

/** Programs that print what was recorded, by their last name and first argument. */
export function recorded(
  outputs: Readonly<Record<string, { readonly status?: number; readonly stdout?: string }>>,
): Programs & { readonly started: readonly string[] } {
  const started: string[] = [];
  return {
    started,
    async run(program, args): Promise<ProgramEnd> {
      const command = [program.split(/[\\/]/).at(-1), ...args].join(' ');
      started.push(command);
      const found = Object.entries(outputs).find(([beginning]) => command.startsWith(beginning));
      if (found === undefined) return { kind: 'absent' };
      const [, { status = 0, stdout = '' }] = found;
      return { kind: 'ended', status, stdout, stderr: '' };
    },
  };
}
