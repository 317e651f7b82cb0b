import type { Finding, RemedyStep } from '../../report/report.ts';
import { COMPLIANCE_ITEM_TITLE } from '../limits.ts';
import { sendable, sendableLine } from '../sendable.ts';
import type { ComplianceItem } from '../service/requests.ts';
import { detailsOf } from './details.ts';
import { type CauseGroup, recoveredAt } from './groups.ts';

/** A title has to fit a column of the console. */
const TITLE = Math.min(200, COMPLIANCE_ITEM_TITLE.maxLength);
const TEXT = 1_000;
const EXCERPT = 600;
const LINE = 500;
const NAME = 200;

/** States of `AWS:ComplianceItem` that a cause is about. */
const PATCH_STATES: ReadonlyMap<string, string> = new Map([
  ['PATCH_AVAILABLE_SECURITY_UPDATE', 'AvailableSecurityUpdate'],
  ['PATCH_INSTALL_FAILED', 'Failed'],
  ['PATCH_MISSING_APPROVED', 'Missing'],
  ['PATCH_REBOOT_PENDING', 'InstalledPendingReboot'],
  ['PATCH_REJECTED_INSTALLED', 'InstalledRejected'],
]);

const EFFECTS: Readonly<Record<RemedyStep['effect'], string>> = {
  'read-only': 'read-only',
  'changes-node': 'changes node',
  'changes-aws': 'changes AWS',
};

/** The item on a cause, with the line that proves it or, where there is no room for that, without. */
export function causeItem(group: CauseGroup, withExcerpt: boolean): ComplianceItem {
  const { id, finding } = group;
  return {
    Id: id,
    Title: sendableLine(finding.title, TITLE) || sendableLine(finding.cause, TITLE),
    Severity: finding.severity,
    Status: finding.status === 'active' ? 'NON_COMPLIANT' : 'COMPLIANT',
    Details: detailsOf({ ...schemaDetails(group, withExcerpt), ...ownDetails(group) }),
  };
}

function schemaDetails(group: CauseGroup, withExcerpt: boolean): Record<string, string | null> {
  const { finding } = group;
  const { cause, subject, operation, docUrl, captures } = finding;
  const baseline = subject.kind === 'baseline' ? subject.id : captures.baselineId;
  return {
    DetailedText: sendable(textOf(group, withExcerpt), TEXT),
    DetailedLink: docUrl !== null && /^https?:\/\//.test(docUrl) ? sendableLine(docUrl, LINE) : null,
    DocumentName: sendableLine(operation.documentName ?? '', NAME),
    PatchBaselineId: sendableLine(baseline ?? '', NAME),
    PatchGroup: sendableLine(captures.patchGroup ?? '', NAME),
    PatchState: PATCH_STATES.get(cause) ?? null,
  };
}

/** All that must be there even without keys of our own: the proof, what came of it, what to do. */
function textOf({ finding, leadsTo }: CauseGroup, withExcerpt: boolean): string {
  const { recoveredBy, evidence, remedy } = finding;
  const proof = (recoveredBy?.evidence ?? evidence[0])?.excerpt ?? '';
  const parts: string[] = [];
  if (recoveredBy !== null) parts.push('recovered');
  if (withExcerpt && proof !== '') parts.push(sendable(proof, EXCERPT));
  if (leadsTo.length > 0) parts.push(`led to: ${leadsTo.join(', ')}`);
  if (recoveredBy === null && remedy.length > 0) parts.push(`fix: ${remedyText(remedy)}`);
  return parts.join('\n');
}

function ownDetails({ finding, operations, leadsTo }: CauseGroup): Record<string, string | null> {
  const { operation, recoveredBy, subject } = finding;
  const proof = recoveredBy?.evidence ?? finding.evidence[0];
  return {
    CauseCode: sendableLine(finding.cause, NAME),
    Area: sendableLine(finding.area, NAME),
    Confidence: finding.confidence,
    SubjectKind: subject.kind,
    Subject: sendableLine(subject.id, LINE),
    Operation: operation.kind,
    Operations: operations > 1 ? String(operations) : null,
    LedTo: sendableLine(leadsTo.join(', '), LINE),
    Facts: sendableLine(factsText(finding), LINE),
    File: sendableLine(proof?.file ?? '', LINE),
    Line: proof !== undefined && proof.line > 0 ? String(proof.line) : null,
    ObservedAt: sendableLine(proof?.time.utc ?? finding.lastSeen ?? '', NAME),
    FirstSeen: sendableLine(finding.firstSeen ?? '', NAME),
    RecoveredAt: recoveredBy === null ? null : sendableLine(recoveredAt(finding) ?? '', NAME),
    AssociationId: sendableLine(operation.associationId ?? '', NAME),
    CommandId: sendableLine(operation.commandId ?? '', NAME),
    Remedy: sendable(remedyText(finding.remedy), LINE),
    Verify: sendable(finding.verify, LINE),
    Rule: sendableLine(finding.rule ?? '', LINE),
  };
}

function factsText({ captures }: Finding): string {
  return Object.entries(captures)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

function remedyText(remedy: readonly RemedyStep[]): string {
  return remedy.map(({ step, effect }) => `${step} [${EFFECTS[effect]}]`).join('; ');
}
