import type { ManagedNode } from '../../aws/identity/managed-node.ts';
import { severityRank } from '../../report/order.ts';
import type { Report, Severity } from '../../report/report.ts';
import { COMPLIANCE_EXECUTION_ID } from '../limits.ts';
import { sendableLine } from '../sendable.ts';
import type { ComplianceItem, ComplianceRequest } from '../service/requests.ts';
import { wholeSeconds } from '../whole-seconds.ts';
import { areaItems } from './area-items.ts';
import { type Draft, type DraftKind, withinBudget } from './budget.ts';
import { causeItem } from './cause-item.ts';
import { itemContentHash } from './content-hash.ts';
import { withSchemaKeysOnly } from './details.ts';
import { belowItem, inconclusiveItem, unrecognizedId, unrecognizedItem } from './doubt-items.ts';
import { type CauseGroup, causeGroups } from './groups.ts';
import { selfItem } from './self-item.ts';

export interface ComplianceOptions {
  readonly node: ManagedNode;
  /** As `parseComplianceType` lets it pass. */
  readonly type: string;
  /** The time of the run. */
  readonly at: Date;
  /** The command or association that runs us; null where a person does. */
  readonly execution: { readonly id: string } | null;
  /** With keys beside those of the service's schema. */
  readonly extraDetails: boolean;
  /**
   * Causes that weigh less are named together in one compliant item, and so are lines that nobody knows where it is
   * above INFORMATIONAL: the node is compliant then, and nothing is silent. Missing evidence is told all the same.
   */
  readonly minSeverity?: Severity;
}

/**
 * What the dashboard is to show: an item for each active root cause and its subject, for each area that was looked at
 * and is fine, for what recovered in the last seven days, for what nobody knows or could read, and one for the run
 * itself. Items are sorted by id, and do not depend on the order of the findings.
 */
export function complianceRequest(report: Report, options: ComplianceOptions): ComplianceRequest {
  const { node, type, at, execution, extraDetails } = options;
  const head = {
    ResourceId: node.id,
    ResourceType: 'ManagedInstance',
    ComplianceType: type,
    ExecutionSummary: {
      ExecutionTime: wholeSeconds(at),
      ...(execution === null ? {} : executionOf(execution.id)),
    },
  } as const;
  const fixedBytes = Buffer.byteLength(
    JSON.stringify({ ...head, Items: [], ItemContentHash: '0'.repeat(64) }),
  );
  const items = withinBudget(draftsOf(report, options), fixedBytes);
  const Items = extraDetails ? items : items.map(withSchemaKeysOnly);
  return { ...head, Items, ItemContentHash: itemContentHash(Items) };
}

/** The same with the keys of the service's own schema alone, for a service that takes no others. */
export function withoutExtraDetails(request: ComplianceRequest): ComplianceRequest {
  const Items = request.Items.map(withSchemaKeysOnly);
  return { ...request, Items, ItemContentHash: itemContentHash(Items) };
}

function executionOf(id: string): { ExecutionId: string; ExecutionType: 'Command' } | object {
  const clean = sendableLine(id, COMPLIANCE_EXECUTION_ID.maxLength);
  return clean === '' ? {} : { ExecutionId: clean, ExecutionType: 'Command' };
}

function draftsOf(report: Report, { node, minSeverity = 'INFORMATIONAL' }: ComplianceOptions): Draft[] {
  const groups = causeGroups(report, node.id, minSeverity);
  const unrecognized = report.unrecognized.map((entry) => ({ entry, id: unrecognizedId(entry.template) }));
  const isListed = severityRank(minSeverity) >= severityRank('INFORMATIONAL');
  const below = belowItem(groups.below, isListed ? 0 : unrecognized.length, minSeverity);
  return [
    ...[selfItem(report, minSeverity), inconclusiveItem(report), below]
      .filter((item) => item !== null)
      .map((item) => draftOf('always', item)),
    ...groups.active.map((group) => draftOfGroup('cause', group)),
    ...areaItems(report).map((item) => draftOf('area', item)),
    ...groups.recovered.map((group) => draftOfGroup('recovered', group)),
    ...(isListed ? oneOfEach(unrecognized) : []).map(
      ({ entry, id }): Draft => ({
        kind: 'unrecognized',
        id,
        weight: 'INFORMATIONAL',
        make: (withExcerpt) => unrecognizedItem(entry, withExcerpt),
      }),
    ),
  ];
}

function draftOf(kind: DraftKind, item: ComplianceItem): Draft {
  return { kind, id: item.Id, weight: item.Severity, make: () => item };
}

function draftOfGroup(kind: DraftKind, group: CauseGroup): Draft {
  const { id, weight } = group;
  return { kind, id, weight, make: (withExcerpt) => causeItem(group, withExcerpt) };
}

function oneOfEach<T extends { readonly id: string }>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}
