import type { CheckOutcome } from '../report/check-report.ts';
import { severityRank } from '../report/order.ts';
import type { Confidence, Finding, Live, LiveFailure } from '../report/report.ts';
import type { CheckText } from './check.ts';

/** What checks need to be known by when findings are held against their outcomes. */
export type Witness = Pick<CheckText, 'name' | 'sees'>;

/** What failed, and must not, without an active finding on its cause. */
export function otherFailures(
  findings: readonly Finding[],
  outcomes: readonly CheckOutcome[],
): LiveFailure[] {
  const told = new Set(findings.flatMap(({ status, cause }) => (status === 'active' ? cause : [])));
  return outcomes
    .filter(({ status, weight }) => status === 'failed' && weight === 'required')
    .filter(({ cause }) => cause === null || !told.has(cause))
    .map(({ check, cause, summary }) => ({ check, cause, summary }));
}

/**
 * Findings with what live checks say about them, at the time `at` (ISO 8601, UTC). What is confirmed gains
 * confidence. What is refuted stays as it is: that the trouble is gone does not prove that the work succeeds; it comes
 * last among what is as severe.
 */
export function withLive(
  findings: readonly Finding[],
  witnesses: readonly Witness[],
  outcomes: readonly CheckOutcome[],
  at: string,
): Finding[] {
  const seen = findings.map((finding): Finding => {
    const live = liveOf(finding, witnesses, outcomes, at);
    const confidence = live?.status === 'confirmed' ? MORE[finding.confidence] : finding.confidence;
    return { ...finding, confidence, live };
  });
  return seen.toSorted(
    (a, b) =>
      Number(a.status === 'recovered') - Number(b.status === 'recovered') ||
      Number(a.role === 'consequence') - Number(b.role === 'consequence') ||
      severityRank(a.severity) - severityRank(b.severity) ||
      Number(a.live?.status === 'refuted') - Number(b.live?.status === 'refuted'),
  );
}

const MORE: Readonly<Record<Confidence, Confidence>> = { low: 'medium', medium: 'high', high: 'high' };

function liveOf(
  finding: Finding,
  witnesses: readonly Witness[],
  outcomes: readonly CheckOutcome[],
  at: string,
): Live | null {
  for (const { name, sees } of witnesses) {
    const sight = sees[finding.cause];
    const outcome = outcomes.find(({ check }) => check === name);
    if (sight === undefined || outcome === undefined) continue;
    const status = statusOf(finding, sight, outcome);
    if (status !== null) return { check: name, status, summary: outcome.summary, at };
  }
  return null;
}

/** That all is well is no news about what has passed. */
function statusOf(
  finding: Finding,
  sight: Witness['sees'][string],
  outcome: CheckOutcome,
): Live['status'] | null {
  const isActive = finding.status === 'active';
  switch (outcome.status) {
    case 'failed':
      return outcome.cause === finding.cause && isAbout(outcome, finding, true) ? 'confirmed' : null;
    case 'ok':
      if (!isActive || sight === 'failing-only') return null;
      return isAbout(outcome, finding, sight === 'either-way' || isWellEverywhere(outcome))
        ? 'refuted'
        : null;
    case 'not-applicable':
      return null;
    case 'not-readable':
    case 'timed-out':
    case 'crashed':
      return isActive ? 'not-seen' : null;
  }
}

/** A finding on a path needs an outcome on a folder that holds it; any other one is taken where `otherwise` says so. */
function isAbout({ places }: CheckOutcome, { subject }: Finding, otherwise: boolean): boolean {
  return subject.kind === 'file' ? places.some((place) => holds(place, subject.id)) : otherwise;
}

/** Its facts are on all folders that it looked at. */
function isWellEverywhere({ places, facts }: CheckOutcome): boolean {
  return places.length > 0 && facts.every(({ name }) => places.includes(name));
}

/** The root holds what lies on it, and the mount points of others. */
function holds(place: string, path: string): boolean {
  return path === place || (place !== '/' && path.startsWith(`${place}/`));
}
