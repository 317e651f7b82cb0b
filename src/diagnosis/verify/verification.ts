import type { CauseTexts } from '../../causes/catalogue.ts';
import { severityRank } from '../../report/order.ts';
import type { Finding, Report } from '../../report/report.ts';
import { isCut, isTelling } from '../../report/verdict.ts';
import type {
  Check,
  CheckResult,
  VerificationAnswer,
  VerificationReport,
} from '../../report/verification-report.ts';
import { type KnownFinding, keyOf } from '../resume/trend.ts';
import { checkOf } from './check.ts';
import { judgedAgainst, judgedAlone, standingOf } from './standing.ts';

export interface VerificationQuestion {
  /** Id of the cause that is asked about; null for all that were active. */
  readonly cause: string | null;
  /** The findings of the earlier report; null where there is none. */
  readonly before: readonly KnownFinding[] | null;
  /** What the catalogue and the user's rules say, by id. */
  readonly causes: ReadonlyMap<string, CauseTexts>;
}

/** What a report proves of the causes that were active before it. */
export function verificationOf(report: Report, question: VerificationQuestion): VerificationReport {
  const { cause, before, causes } = question;
  const { tool, node, run, coverage } = report;
  const checks = checksOf(report, question).toSorted(compareChecks);
  return {
    schemaVersion: '1.0',
    ...{ tool, node, run },
    asked: cause === null ? null : { cause, title: causes.get(cause)?.title ?? '' },
    answer: answerOf(checks, report),
    isCompared: before !== null,
    checks,
    newlyActive: newlyActive(report.findings, checks, before),
    coverage,
  };
}

function checksOf(report: Report, { cause, before, causes }: VerificationQuestion): Check[] {
  const known = groupedByKey(before ?? []);
  const found = groupedByKey(report.findings);
  const activeCauses = new Set((before ?? []).filter(isActive).map((finding) => finding.cause));
  const checks: Check[] = [];
  for (const key of new Set([...known.keys(), ...found.keys()])) {
    const then = standingOf(known.get(key) ?? []);
    const now = standingOf(found.get(key) ?? []);
    const [about] = now?.telling ?? then?.telling ?? [];
    if (about === undefined || (cause !== null && about.cause !== cause)) continue;
    const wasActive = then?.isActive === true;
    if (now === null && !wasActive) continue;
    // A cause that has moved on to another subject is not mended.
    const isAsked = cause !== null || before === null || wasActive;
    if (!isAsked && !(now?.isActive === true && activeCauses.has(about.cause))) continue;
    const judgement = before === null && now !== null ? judgedAlone(now) : judgedAgainst(then, now);
    checks.push(checkOf(about, now?.telling ?? [], judgement, { report, texts: causes.get(about.cause) }));
  }
  return checks;
}

function answerOf(checks: readonly Check[], { coverage }: Report): VerificationAnswer {
  const has = (wanted: CheckResult): boolean => checks.some(({ result }) => result === wanted);
  if (has('still-there')) return 'still-there';
  if (has('not-yet-provable')) return 'not-yet-provable';
  if (has('fixed')) return 'fixed';
  return coverage.some(isTelling) && !coverage.some(isCut) ? 'nothing-to-verify' : 'not-yet-provable';
}

function newlyActive(
  findings: readonly Finding[],
  checks: readonly Check[],
  before: readonly KnownFinding[] | null,
): VerificationReport['newlyActive'] {
  if (before === null) return [];
  const told = new Set(checks.map(keyOf));
  const wasActive = new Set(before.filter(isActive).map(keyOf));
  const found = findings.filter(
    (finding) =>
      isActive(finding) &&
      finding.role === 'root' &&
      !told.has(keyOf(finding)) &&
      !wasActive.has(keyOf(finding)),
  );
  const byKey = new Map(found.map((finding) => [keyOf(finding), finding]));
  return Array.from(byKey.values(), ({ cause, title, subject }) => ({ cause, title, subject }));
}

function isActive({ status }: Pick<Finding, 'status'>): boolean {
  return status === 'active';
}

const RESULTS: readonly CheckResult[] = ['still-there', 'not-yet-provable', 'fixed'];

function compareChecks(a: Check, b: Check): number {
  return (
    RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result) ||
    Number(a.role === 'consequence') - Number(b.role === 'consequence') ||
    severityRank(a.severity) - severityRank(b.severity) ||
    (keyOf(a) < keyOf(b) ? -1 : 1)
  );
}

function groupedByKey<T extends Pick<Finding, 'cause' | 'subject'>>(
  findings: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const finding of findings) {
    const group = groups.get(keyOf(finding));
    if (group === undefined) groups.set(keyOf(finding), [finding]);
    else group.push(finding);
  }
  return groups;
}
