import type { Finding, Severity } from './report.ts';

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'];

/** Place of a severity among all: 0 is the worst. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Place of a finding among those of its severity; lower is first. */
export type Rank = (finding: Finding) => number;

/**
 * The findings in the order of the report: active before recovered, root before consequence, worst severity, lowest
 * rank, latest `lastSeen` (unknown last), what is mended first, then ids. No two findings that differ in cause,
 * subject or operation are equal in it, so the result does not depend on the order given.
 */
export function orderFindings(findings: readonly Finding[], rank: Rank = () => 0): Finding[] {
  return [...findings].sort((a, b) => compareFindings(a, b, rank));
}

/** A restart comes before the rest of what one patch run counted: after it all is counted anew. */
const MENDED_FIRST: ReadonlySet<string> = new Set(['PATCH_REBOOT_PENDING']);

function compareFindings(a: Finding, b: Finding, rank: Rank): number {
  return (
    Number(a.status === 'recovered') - Number(b.status === 'recovered') ||
    Number(a.role === 'consequence') - Number(b.role === 'consequence') ||
    severityRank(a.severity) - severityRank(b.severity) ||
    rank(a) - rank(b) ||
    compareLatestFirst(a.lastSeen, b.lastSeen) ||
    Number(MENDED_FIRST.has(b.cause)) - Number(MENDED_FIRST.has(a.cause)) ||
    compareTexts(a.cause, b.cause) ||
    compareTexts(a.subject.id, b.subject.id) ||
    compareTexts(a.subject.kind, b.subject.kind) ||
    compareTexts(a.operation.kind, b.operation.kind) ||
    compareTexts(a.operation.id, b.operation.id)
  );
}

/** Two times without fractions and with them do not compare as text, so they are compared as numbers. */
function compareLatestFirst(a: string | null, b: string | null): number {
  const left = milliseconds(a);
  const right = milliseconds(b);
  return left === right ? 0 : right > left ? 1 : -1;
}

function milliseconds(time: string | null): number {
  const parsed = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(parsed) ? Number.NEGATIVE_INFINITY : parsed;
}

/** By code unit, so that the order is the same in every locale. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
