import { ServiceError } from '../service-error.ts';
import type { ComplianceItemEntry, StoredCompliance } from '../state/state.ts';
import { RESOURCE_TYPE } from '../unmodelled-limits.ts';
import { type ComplianceFilter, type Facts, filtered } from './compliance-filters.ts';
import type { Context, Result } from './context.ts';
import { type PagedInput, pageOf } from './page.ts';

interface Input extends PagedInput {
  readonly Filters?: readonly ComplianceFilter[];
  readonly ResourceIds?: readonly string[];
  readonly ResourceTypes?: readonly string[];
}

/** Those of the members, and of the attributes of `AWS:ComplianceItem`, that the User Guide filters by. */
const KEYS = ['ComplianceType', 'DocumentName', 'ExecutionId', 'ExecutionType', 'Id', 'Severity', 'Status'];

/** The items of one node, of all types. */
export function listComplianceItems({ state, node }: Context, input: Input): Result {
  const [id, ...others] = input.ResourceIds ?? [];
  if (others.length > 0) {
    throw new ServiceError('ValidationException', 'Only one resource ID can be specified.');
  }
  if (id !== undefined && id !== node.id) throw new ServiceError('InvalidResourceId', id);
  if (input.ResourceTypes?.some((type) => type !== RESOURCE_TYPE)) {
    throw new ServiceError('InvalidResourceType', input.ResourceTypes.join());
  }
  const all = state.compliance.flatMap((stored) => stored.items.map((item) => ({ stored, item })));
  const wanted = filtered(all, input.Filters, KEYS, ({ stored, item }) => factsOf(stored, item));
  const { members, more } = pageOf(wanted, input);
  const ComplianceItems = members.map(({ stored, item }) => ({
    ComplianceType: stored.type,
    ResourceType: RESOURCE_TYPE,
    ResourceId: stored.resourceId,
    ...item,
    ExecutionSummary: stored.execution,
  }));
  return { output: { ComplianceItems, ...more }, outcomes: [{ kind: 'read', count: members.length }] };
}

function factsOf({ type, execution }: StoredCompliance, item: ComplianceItemEntry): Facts {
  return {
    ComplianceType: type,
    DocumentName: item.Details?.DocumentName ?? '',
    ExecutionId: execution.ExecutionId ?? '',
    ExecutionType: execution.ExecutionType ?? '',
    Id: item.Id ?? '',
    Severity: item.Severity,
    Status: item.Status,
  };
}
