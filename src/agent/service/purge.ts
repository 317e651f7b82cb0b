import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { tried } from './file-steps.ts';
import type { ServiceHost } from './host.ts';
import type { Step } from './steps.ts';
import type { UnitFacts } from './unit-facts.ts';

/** What a person wrote; on macOS it stands beside the state. */
const KEPT: ReadonlySet<string> = new Set(['agent.yaml', 'rules.d']);

/** The folders that the agent wrote to and that are there, as paths of the machine. */
export function writtenFolders(host: ServiceHost, { state, log }: UnitFacts): string[] {
  const { dirname } = host.platform === 'windows' ? win32 : posix;
  return [...new Set([state, dirname(log)])].filter((folder) => isFolder(host.at(folder)));
}

/** Whether a folder is this program's alone, by its name: settings may name any. */
export function isOwnFolder(host: ServiceHost, folder: string): boolean {
  const { basename, dirname } = host.platform === 'windows' ? win32 : posix;
  return (
    basename(folder) === 'ssm-doctor' ||
    (host.platform === 'windows' && basename(dirname(folder)) === 'ssm-doctor')
  );
}

/** Removes what is in a folder of this program's own, except what a person wrote, and the folder when it is empty. */
export function purgeStep(host: ServiceHost, folder: string): Step {
  const own = host.at(folder);
  return {
    title: `remove what is in ${folder}`,
    run: () =>
      tried(() => {
        if (!isFolder(own)) return;
        const names = readdirSync(own);
        for (const name of names)
          if (!KEPT.has(name)) rmSync(join(own, name), { recursive: true, force: true });
        if (!names.some((name) => KEPT.has(name))) rmdirSync(own);
      }),
  };
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
