import { posix } from 'node:path';
import { type Files, FilesError } from './files.ts';

/** Whether a look at a path would never end. */
export type IsSilent = (path: string) => boolean;

/** As many links as the system follows. */
const MOST_LINKS = 40;

/**
 * Tells the paths that lie on one of some mount points, through whatever links. It looks at no mount point itself:
 * `linkAt` gives what a link at a path says, null for what is none, and is asked for what lies beside them alone.
 */
export function liesOn(points: readonly string[], linkAt: (path: string) => string | null): IsSilent {
  const isOn = (path: string): boolean =>
    points.some((point) => path === point || path.startsWith(`${point}/`));
  return (path) => {
    let at = '/';
    let steps = stepsOf(path);
    for (let links = 0; links <= MOST_LINKS; ) {
      const [step, ...rest] = steps;
      if (step === undefined) return false;
      const next = posix.join(at, step);
      if (isOn(next)) return true;
      const link = linkAt(next);
      if (link === null) at = next;
      else {
        links++;
        at = '/';
        steps = [...stepsOf(posix.resolve(posix.dirname(next), link)), ...rest];
        continue;
      }
      steps = rest;
    }
    return false;
  };
}

function stepsOf(path: string): string[] {
  return path.split('/').filter((step) => step !== '');
}

/** The same files, but those that never answer are refused with `ETIMEDOUT`. */
export function filesBeside(inner: Files, isSilent: IsSilent): Files {
  const admitted = (path: string): string => {
    if (isSilent(path)) throw new FilesError('ETIMEDOUT', path);
    return path;
  };
  return {
    list: (folder) => inner.list(admitted(folder)),
    listEntries: (folder) => inner.listEntries(admitted(folder)),
    look: (path) => inner.look(admitted(path)),
    find: (path) => inner.find(admitted(path)),
    resolve: (path) => inner.resolve(admitted(path)),
    open: (path) => inner.open(admitted(path)),
  };
}
