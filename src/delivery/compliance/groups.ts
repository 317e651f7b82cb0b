import { SEVERITIES, severityRank } from '../../report/order.ts';
import type { Finding, Report, Severity } from '../../report/report.ts';
import { causeId } from './item-id.ts';

/** Recovered causes are shown for so long after the proof that they have passed: milliseconds, seven days. */
export const RECOVERED_SHOWN_FOR = 7 * 24 * 3_600_000;

/** Findings of one cause on one subject: one item. */
export interface CauseGroup {
  readonly id: string;
  /** The one that is quoted. */
  readonly finding: Finding;
  /** In how many operations, or associations, it shows. */
  readonly operations: number;
  /** Causes that it brought about. */
  readonly leadsTo: readonly string[];
  /** The worst of its own severity and of what it brought about. */
  readonly weight: Severity;
}

export interface CauseGroups {
  /** At least as severe as asked for. */
  readonly active: readonly CauseGroup[];
  /** Active, but less severe, and nothing severe came of them. */
  readonly below: readonly CauseGroup[];
  /** Recovered lately, at least as severe as asked for, and active nowhere. */
  readonly recovered: readonly CauseGroup[];
}

/**
 * What becomes an item of its own: root causes, and consequences that no root in the report explains. All other
 * consequences are named by their roots, so none is lost with a root that is not severe itself: a root weighs as much
 * as the worst that it brought about.
 */
export function causeGroups(
  { findings, node, run }: Report,
  sentId: string,
  minSeverity: Severity,
): CauseGroups {
  const nodeIds = new Set([node.id ?? sentId, sentId, 'this node']);
  const isActive = (finding: Finding): boolean => finding.status === 'active';
  const all = groupsOf(findings.filter(isActive), nodeIds);
  const now = Date.parse(run.now);
  const past = groupsOf(
    findings.filter((finding) => !isActive(finding) && isRecent(finding, now)),
    nodeIds,
  );
  const isWanted = ({ weight }: CauseGroup): boolean => severityRank(weight) <= severityRank(minSeverity);
  const activeIds = new Set(all.map(({ id }) => id));
  return {
    active: all.filter(isWanted),
    below: all.filter((group) => !isWanted(group)),
    recovered: past.filter((group) => isWanted(group) && !activeIds.has(group.id)),
  };
}

/** When it was proven that the cause has passed, in UTC; null when that is not known. */
export function recoveredAt({ recoveredBy, lastSeen }: Finding): string | null {
  return recoveredBy?.evidence.time.utc ?? lastSeen;
}

/** One of which the time is not known cannot be shown for a while only, and so is not shown. */
function isRecent(finding: Finding, now: number): boolean {
  const at = Date.parse(recoveredAt(finding) ?? '');
  return now - at <= RECOVERED_SHOWN_FOR;
}

function groupsOf(findings: readonly Finding[], nodeIds: ReadonlySet<string>): CauseGroup[] {
  const worst = new Map<string, number>();
  const explained = new Set<string>();
  for (const { role, cause, severity, leadsTo } of findings) {
    if (role === 'root') for (const consequence of leadsTo) explained.add(consequence);
    else worst.set(cause, Math.min(worst.get(cause) ?? SEVERITIES.length, severityRank(severity)));
  }
  const byId = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.role !== 'root' && explained.has(finding.cause)) continue;
    const id = causeId(finding.cause, finding.subject, nodeIds);
    const group = byId.get(id);
    if (group === undefined) byId.set(id, [finding]);
    else group.push(finding);
  }
  return Array.from(byId, ([id, group]) => groupOf(id, group, worst));
}

function groupOf(id: string, group: readonly Finding[], worst: ReadonlyMap<string, number>): CauseGroup {
  const finding = group.reduce((best, other) => (compare(other, best) < 0 ? other : best));
  const roots = group.filter(({ role }) => role === 'root');
  const leadsTo = [...new Set(roots.flatMap((root) => root.leadsTo))].sort();
  const ranks = [severityRank(finding.severity), ...leadsTo.map((cause) => worst.get(cause) ?? Infinity)];
  const weight = SEVERITIES[ranks.reduce((a, b) => Math.min(a, b))] ?? finding.severity;
  return { id, finding, operations: group.length, leadsTo, weight };
}

/**
 * Which of several findings is quoted must not depend on their order, nor change from run to run as the latest of
 * them would.
 */
function compare(a: Finding, b: Finding): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    compareTexts(a.role, b.role) * -1 ||
    compareTexts(operationText(a), operationText(b)) ||
    compareTexts(JSON.stringify(a), JSON.stringify(b))
  );
}

function operationText({ operation }: Finding): string {
  const { kind, documentName, associationId, commandId, id } = operation;
  return [kind, documentName, associationId, commandId, id].join('\0');
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
