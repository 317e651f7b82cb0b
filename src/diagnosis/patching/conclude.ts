import type { Timeline } from '../conclude/timeline.ts';
import type { EngineState } from '../model.ts';
import { stateTroubles } from './counts.ts';
import { damagedStates } from './damage.ts';
import { lostGroup } from './lost-group.ts';
import { movedRepositories } from './moved-repositories.ts';
import { notReported } from './not-reported.ts';
import { overdue } from './overdue.ts';
import { overwritten } from './overwritten.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';
import { missedReboot } from './reboot-request.ts';
import { scanOnly } from './scan-only.ts';
import { staleAfterRestart } from './stale.ts';

/** Everything that the state files, compared with the runs and the last start, say beside the lines of logs. */
export function patchTroubles(state: EngineState, timeline: Timeline, picture: PatchPicture): PatchTrouble[] {
  const told = stateTroubles(picture);
  return [
    ...told,
    ...staleAfterRestart(picture, told),
    ...scanOnly(state, picture, told),
    ...overwritten(state, picture),
    ...lostGroup(state, picture),
    ...notReported(state, picture),
    ...damagedStates(picture),
    ...overdue(state, picture),
    ...missedReboot(state, timeline, picture),
    ...movedRepositories(state, picture),
  ];
}
