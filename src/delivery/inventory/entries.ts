import { severityRank } from '../../report/order.ts';
import type { Evidence, Finding, Report, Unrecognized } from '../../report/report.ts';
import { sendable, sendableLine } from '../sendable.ts';
import type { InventoryEntry } from '../service/requests.ts';
import { ATTRIBUTES, type Attribute } from './attributes.ts';

/** Of a node; the service takes 10,000, but a fleet is asked for causes, not for logs. */
export const ENTRIES_AT_MOST = 400;
/** Of all entries in JSON; the only figure known of the service is 800 KB for an item. */
export const CONTENT_BYTES = 200 * 1024;
/** Kept free for the entry that says how much was left out. */
const BYTES_ON_ITSELF = 2_048;

const NAME = 200;
const LINE = 500;
const TEXT = 600;

type Values = Partial<Record<Attribute, string | null>>;

interface Candidate {
  /** Lower is kept first. */
  readonly rank: number;
  readonly name: string;
  readonly values: Values;
}

/**
 * One entry for each finding and for each kind of line that nobody knows, and one where there is neither, so that a
 * query sees that the node was looked at. The worst are kept where there is no room for all, and one entry tells how
 * many are missing. The order does not depend on that of the findings.
 */
export function inventoryEntries(report: Report): InventoryEntry[] {
  const common = commonValues(report);
  const candidates = [...report.findings.map(ofFinding), ...report.unrecognized.map(ofUnrecognized)];
  if (candidates.length === 0) return [entryOf({ ...NOTHING, ...common })];
  candidates.sort((a, b) => a.rank - b.rank || compareTexts(a.name, b.name) || compareValues(a, b));
  const entries: InventoryEntry[] = [];
  let room = CONTENT_BYTES - BYTES_ON_ITSELF;
  for (const { values } of candidates.slice(0, ENTRIES_AT_MOST - 1)) {
    const entry = entryOf({ ...values, ...common });
    room -= Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (room < 0) break;
    entries.push(entry);
  }
  const missing = candidates.length - entries.length;
  return missing === 0 ? entries : [...entries, entryOf({ ...truncated(missing), ...common })];
}

const NOTHING: Values = { Cause: 'NONE', Title: 'No cause found', Status: 'none' };

function truncated(missing: number): Values {
  return { Cause: 'TRUNCATED', Title: `${missing} more are not listed`, Status: 'truncated' };
}

/** All attributes, clean and short enough. */
function entryOf(values: Values): InventoryEntry {
  return Object.fromEntries(ATTRIBUTES.map((name) => [name, clean(name, values[name] ?? '')]));
}

function clean(name: Attribute, value: string): string {
  switch (name) {
    case 'Excerpt':
    case 'Remedy':
    case 'Verify':
      return sendable(value, TEXT);
    case 'Facts':
    case 'File':
    case 'LedTo':
    case 'Link':
    case 'Rule':
    case 'Subject':
    case 'Title':
      return sendableLine(value, LINE);
    default:
      return sendableLine(value, NAME);
  }
}

function commonValues({ verdict, node, tool }: Report): Values {
  return {
    Verdict: verdict,
    Platform: node.platform,
    Os: node.os,
    AgentVersion: node.agentVersion,
    ToolVersion: tool.version,
    CatalogVersion: tool.catalogVersion,
  };
}

function ofFinding(finding: Finding): Candidate {
  const { status, role, severity, cause, subject, operation, recoveredBy } = finding;
  return {
    rank: (status === 'recovered' ? 100 : 0) + severityRank(severity) * 2 + (role === 'root' ? 0 : 1),
    name: [cause, subject.kind, subject.id, operation.kind, operation.id].join('\0'),
    values: {
      Cause: cause,
      Title: finding.title,
      Area: finding.area,
      Severity: severity,
      Status: status,
      Role: role,
      Confidence: finding.confidence,
      SubjectKind: subject.kind,
      Subject: subject.id,
      LedTo: finding.leadsTo.join(', '),
      Facts: Object.entries(finding.captures)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
      Operation: operation.kind,
      DocumentName: operation.documentName,
      AssociationId: operation.associationId,
      CommandId: operation.commandId,
      ...proofOf(finding.evidence[0]),
      FirstSeen: finding.firstSeen,
      LastSeen: finding.lastSeen,
      Occurrences: String(finding.count),
      RecoveredAt:
        recoveredBy === null ? null : (recoveredBy.evidence.time.utc ?? recoveredBy.evidence.time.raw),
      Remedy: finding.remedy.map(({ step, effect }) => `${step} [${effect.replace('-', ' ')}]`).join('; '),
      Verify: finding.verify,
      Link: finding.docUrl,
      Rule: finding.rule ?? null,
    },
  };
}

/** Between what is active and what has passed. */
const UNRECOGNIZED_RANK = 50;

function ofUnrecognized({ template, count, firstSeen, lastSeen, evidence }: Unrecognized): Candidate {
  return {
    rank: UNRECOGNIZED_RANK,
    name: template,
    values: {
      Cause: 'UNRECOGNIZED',
      Title: template,
      Severity: 'INFORMATIONAL',
      Status: 'unrecognized',
      ...proofOf(evidence[0]),
      FirstSeen: firstSeen,
      LastSeen: lastSeen,
      Occurrences: String(count),
    },
  };
}

function proofOf(evidence: Evidence | undefined): Values {
  if (evidence === undefined) return {};
  const { file, line, excerpt } = evidence;
  return { File: file, Line: line > 0 ? String(line) : null, Excerpt: excerpt };
}

/** Only for findings that differ in less than the report promises. */
function compareValues(a: Candidate, b: Candidate): number {
  return compareTexts(JSON.stringify(a.values), JSON.stringify(b.values));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
