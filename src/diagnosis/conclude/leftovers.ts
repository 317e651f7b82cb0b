import type { Evidence } from '../../report/report.ts';
import type { EngineState } from '../model.ts';

/** A node that clears runs away as it should keeps some thousands; so many take an inode each, several times. */
const MANY = 20_000;
/** What the agent's own leftovers bring about, when there are that many. */
const BROUGHT_ABOUT = new Set(['HOST_DISK_FULL', 'HOST_INODES_EXHAUSTED']);

/** That the agent's own runs fill the disk that has no room: the folder that holds them, as evidence. */
export function leftoversAsEvidence({ facts: { runRoot } }: EngineState, cause: string): Evidence[] {
  if (runRoot === null || runRoot.total < MANY || !BROUGHT_ABOUT.has(cause)) return [];
  const excerpt = `holds ${runRoot.total} folders of runs that nobody cleared away`;
  return [{ file: runRoot.shown, line: 0, time: { raw: '', utc: null }, excerpt }];
}
