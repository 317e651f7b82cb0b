import type { Installed } from '../../../parsers/state/install-history.ts';
import type { Source } from '../../sources/source.ts';
import { SYSTEM_UPDATE } from '../conclude/work.ts';
import type { EngineState } from '../model.ts';
import { sightingInState } from './state-observation.ts';

const SYSTEM = /^(?:macOS|Mac OS X|OS X|Security Update|Rapid Security Response)\b/;

/** Remembers the latest update of the operating system. Other packages in the history prove nothing about it. */
export function noteSystemUpdate(
  state: EngineState,
  source: Source,
  text: string,
  order: number,
  installed: readonly Installed[],
): void {
  let latest: Installed | null = null;
  for (const entry of installed) {
    if (SYSTEM.test(entry.name) && (latest === null || entry.at > latest.at)) latest = entry;
  }
  if (latest === null) return;
  const known = state.workSuccesses.get(SYSTEM_UPDATE);
  if (known !== undefined && (known.moment.at ?? 0) >= latest.at) return;
  const sighting = sightingInState(source, text, latest.position, order);
  state.workSuccesses.set(SYSTEM_UPDATE, {
    ...sighting,
    moment: { at: latest.at, clock: 'utc', order },
    stamp: new Date(latest.at).toISOString(),
    success: '',
  });
}
