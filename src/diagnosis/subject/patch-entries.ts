import { parsePatchInventory } from '../../../parsers/state/patch-inventory.ts';
import { type PatchState, parsePatchStates } from '../../../parsers/state/patch-states.ts';
import type { Files } from '../../platform/files.ts';
import type { PatchCountsEntry, PatchEntry } from '../../report/subject-report.ts';
import type { Source } from '../../sources/source.ts';
import { evidenceOf } from '../conclude/evidence.ts';
import { isoOf, type Timeline } from '../conclude/timeline.ts';
import { sightingInState } from '../observe/state-observation.ts';
import { readWhole } from '../read-source.ts';
import type { SubjectQuestion } from './question.ts';

/** States that keep a node compliant (Patch Manager, patch compliance states), in the form of `stateForm`. */
const COMPLIANT: ReadonlySet<string> = new Set(['installed', 'installedother', 'notapplicable']);
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['installedpendingreboot', 'PATCH_REBOOT_PENDING'],
  ['installedrejected', 'PATCH_REJECTED_INSTALLED'],
  ['installrejected', 'PATCH_REJECTED_INSTALLED'],
  ['missing', 'PATCH_MISSING_APPROVED'],
  ['failed', 'PATCH_INSTALL_FAILED'],
]);
/** A package is installed in a few versions and architectures. */
const MOST = 20;

/** The cause that stands for a state; null for one that is no trouble. */
export function causeOfState(state: string): string | null {
  return CAUSES.get(stateForm(state)) ?? null;
}

/** `InstalledPendingReboot` and `INSTALLED_PENDING_REBOOT` are one state. */
function stateForm(state: string): string {
  return state.replace(/[_ ]/g, '').toLowerCase();
}

/** What the tracking file of patches says about the subject. */
export function patchEntries(
  files: Files,
  sources: readonly Source[],
  question: SubjectQuestion,
  timeline: Timeline,
): PatchEntry[] {
  const entries: PatchEntry[] = [];
  for (const source of sources.filter(({ kind }) => kind === 'patch-states')) {
    readWhole(files, source, (text) => {
      const states = parsePatchStates(text);
      const patches = states.ok ? states.value.patches.filter((patch) => isAbout(question, patch)) : [];
      for (const patch of patches.slice(0, MOST)) {
        const at = Math.max(0, text.indexOf(JSON.stringify(patch.title)));
        const evidence = evidenceOf(sightingInState(source, text, at, 0), timeline);
        const { title, state, installedAt } = patch;
        const compliant = COMPLIANT.has(stateForm(state));
        entries.push({ title, state, compliant, installedAt: isoOf(installedAt), evidence });
      }
      return null;
    });
  }
  return entries;
}

/** The summary of the last patch operation. */
export function lastPatchOperation(files: Files, sources: readonly Source[]): PatchCountsEntry | null {
  let latest: PatchCountsEntry | null = null;
  for (const source of sources.filter(({ kind }) => kind === 'patch-inventory')) {
    readWhole(files, source, (text) => {
      const parsed = parsePatchInventory(text);
      if (!parsed.ok) return null;
      const { operation, endedAt, counts } = parsed.value;
      latest = {
        operation,
        endedAt: isoOf(endedAt),
        missing: counts.missing,
        failed: counts.failed,
        pendingReboot: counts.installedPendingReboot,
        rejected: counts.installedRejected,
        file: source.shown,
      };
      return null;
    });
  }
  return latest;
}

function isAbout({ asked, name, inLines }: SubjectQuestion, { id, title }: PatchState): boolean {
  const wanted = asked.trim();
  if (title === wanted || id === wanted || title === name || id === name) return true;
  return inLines?.names(title) === true || (id !== null && inLines?.names(id) === true);
}
