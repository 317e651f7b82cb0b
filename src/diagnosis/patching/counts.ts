import type { PatchCounts } from '../../../parsers/state/patch-inventory.ts';
import type { Subject } from '../../report/report.ts';
import type { Observation, Sighting } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { NamedPatch, PatchStateList, PatchSummary } from './facts.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';

/** What a count above zero says. Installed for other reasons and not applicable are never trouble. */
export const COUNTED: readonly (readonly [count: keyof PatchCounts, cause: string])[] = [
  ['installedPendingReboot', 'PATCH_REBOOT_PENDING'],
  ['installedRejected', 'PATCH_REJECTED_INSTALLED'],
  ['failed', 'PATCH_INSTALL_FAILED'],
  ['missing', 'PATCH_MISSING_APPROVED'],
];

/** What the summary and the list of states say themselves. */
export function stateTroubles(picture: PatchPicture): PatchTrouble[] {
  const { summary, states } = picture;
  const observations = [
    ...(summary === null ? [] : countsAboveZero(summary, states)),
    ...(states === null ? [] : statesOf(states, summary)),
  ];
  const { operation } = picture;
  const all = [...observations, ...operation.observations.values()];
  return observations.map((observation) => ({
    operation,
    observation: withStart(
      picture,
      isNamedIn(all, observation) ? { ...observation, subject: null } : observation,
    ),
    recoveredBy: passedBy(picture, observation),
  }));
}

/** That the last start was before the installation proves that a restart is due. */
function withStart({ boot }: PatchPicture, observation: Observation): Observation {
  if (observation.cause !== 'PATCH_REBOOT_PENDING' || boot === null) return observation;
  return { ...observation, context: [boot.sighting] };
}

/** Is one patch or package of those that are counted named? Then the count is about that, and not about the baseline. */
function isNamedIn(all: readonly Observation[], { cause, subject }: Observation): boolean {
  if (subject?.kind !== 'baseline') return false;
  return all.some((other) => other.cause === cause && /^(?:patch|package)$/.test(other.subject?.kind ?? ''));
}

function countsAboveZero(summary: PatchSummary, states: PatchStateList | null): Observation[] {
  const uncounted = summary.places.get('missing');
  // Windows writes -1 for everything when its search did not finish.
  if (summary.counts.missing === -1 && uncounted !== undefined)
    return [observationOf('WU_SEARCH_FAILED', baselineOf(summary), uncounted)];
  const observations: Observation[] = [];
  for (const [count, cause] of COUNTED) {
    const place = summary.places.get(count);
    if ((summary.counts[count] ?? 0) <= 0 || place === undefined) continue;
    const named = namesOf(states, cause);
    observations.push({
      ...stateOf(cause, baselineOf(summary), place),
      captures: { [count]: String(summary.counts[count]), ...aboutOf(summary), ...named },
    });
  }
  if (summary.severity !== null && observations.length === 0) observations.push(...unapproved(summary));
  if (summary.severity === null) return observations;
  return [
    ...observations,
    { ...stateOf('PATCH_NONCOMPLIANT', null, summary.place), captures: aboutOf(summary) },
  ];
}

/** An observation of how the node stands. */
function stateOf(cause: string, subject: Subject | null, place: Sighting): Observation {
  return { ...observationOf(cause, subject, place), passesWith: 'node' };
}

/** Nothing else is wrong, and there are security updates that the baseline does not approve: the setting counts them. */
function unapproved(summary: PatchSummary): Observation[] {
  const place = summary.places.get('availableSecurityUpdates');
  const available = summary.counts.availableSecurityUpdates ?? 0;
  if (available <= 0 || place === undefined) return [];
  return [
    {
      ...stateOf('PATCH_AVAILABLE_SECURITY_UPDATE', baselineOf(summary), place),
      confidence: 'medium',
      captures: { available: String(available), ...aboutOf(summary) },
    },
  ];
}

function statesOf(states: PatchStateList, summary: PatchSummary | null): Observation[] {
  const { pending, pendingCount, rejected, rejectedCount } = states;
  // What the summary counts as none, the list holds from before.
  const told = (count: keyof PatchCounts): boolean => (summary?.counts[count] ?? 1) > 0;
  const observations: Observation[] = [];
  const [first] = pending;
  if (first !== undefined && told('installedPendingReboot'))
    observations.push({
      ...observationOf(
        'PATCH_REBOOT_PENDING',
        summary === null ? null : baselineOf(summary),
        timed(first.place, states, summary),
      ),
      captures: { installedPendingReboot: String(pendingCount), patches: titles(pending, pendingCount) },
    });
  if (!told('installedRejected')) return observations;
  for (const { title, place } of rejected)
    observations.push({
      ...observationOf(
        'PATCH_REJECTED_INSTALLED',
        { kind: 'patch', id: title },
        timed(place, states, summary),
      ),
      captures: { installedRejected: String(rejectedCount) },
    });
  return observations;
}

/** The list is written with the summary; without one, its own times tell. */
function timed(place: Sighting, states: PatchStateList, summary: PatchSummary | null): Sighting {
  const at = summary?.endedAt ?? states.waitingSince ?? states.newestPending;
  return { ...place, moment: { at, clock: 'utc', order: place.moment.order } };
}

function namesOf(states: PatchStateList | null, cause: string): Record<string, string> {
  const [named, count] = states === null ? [[], 0] : namedBy(states, cause);
  return count === 0 ? {} : { patches: titles(named, count) };
}

function namedBy(states: PatchStateList, cause: string): readonly [readonly NamedPatch[], number] {
  if (cause === 'PATCH_REBOOT_PENDING') return [states.pending, states.pendingCount];
  if (cause === 'PATCH_MISSING_APPROVED') return [states.missing, states.missingCount];
  if (cause === 'PATCH_INSTALL_FAILED') return [states.failed, states.failedCount];
  return [[], 0];
}

function titles(named: readonly NamedPatch[], count: number): string {
  const shown = named.map(({ title }) => title).join(', ');
  return count > named.length ? `${shown} and ${count - named.length} more` : shown;
}

function baselineOf({ baselineId }: PatchSummary): Subject | null {
  return baselineId === null ? null : { kind: 'baseline', id: baselineId };
}

/** How heavy it weighs, and what was done. */
function aboutOf({ counts, severity, operation }: PatchSummary): Record<string, string> {
  const about: Record<string, string> = {};
  if (severity !== null) about.severity = severity;
  for (const weight of ['criticalNonCompliant', 'securityNonCompliant', 'otherNonCompliant'] as const)
    if ((counts[weight] ?? 0) > 0) about[weight] = String(counts[weight]);
  if (operation !== null) about.operation = operation;
  return about;
}

/** A restart of the system ends the waiting for one; a later run that found nothing wrong ends everything. */
function passedBy(picture: PatchPicture, { cause, last }: Observation): Sighting | null {
  const { boot, runs, operation } = picture;
  const told = last.moment.at;
  if (told === null) return null;
  if (cause === 'PATCH_REBOOT_PENDING' && boot !== null && boot.at > told) return boot.sighting;
  const later = runs.findLast(
    ({ run, from }) => run.proof !== null && from > told && run.key !== operation.key,
  );
  return later?.run.proof ?? null;
}
