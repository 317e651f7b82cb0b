import { accessDenied } from '../access/authorize.ts';
import { ServiceError } from '../service-error.ts';
import {
  type ComplianceItemEntry,
  complianceOf,
  type ExecutionSummary,
  replace,
  type State,
} from '../state/state.ts';
import {
  COMPLIANCE_TYPES_PER_NODE,
  REQUEST_BYTES,
  REQUEST_BYTES_MESSAGE,
  RESOURCE_TYPE,
} from '../unmodelled-limits.ts';
import type { Context, Result } from './context.ts';

interface Input {
  readonly ResourceId: string;
  readonly ResourceType: string;
  readonly ComplianceType: string;
  readonly ExecutionSummary: ExecutionSummary;
  readonly Items: readonly ComplianceItemEntry[];
  readonly ItemContentHash?: string;
}

/** Replaces all items of the type on the node, unless the hash says that they are the same. */
export function putComplianceItems(context: Context, input: Input): Result {
  const { state } = context;
  const type = input.ComplianceType;
  checkResource(context, input);
  checkSize(input);
  checkTypeCount(state, input);
  const stored = complianceOf(state, type, input.ResourceId);
  const hash = input.ItemContentHash ?? null;
  // No items and the stored hash mean that nothing changed, as the agent sends it.
  if (stored !== undefined && hash !== null && stored.hash === hash) {
    return { output: {}, outcomes: [{ kind: 'unchanged', type }] };
  }
  // Told by a comment in the agent's source, for associations.
  if (stored !== undefined && stored.execution.ExecutionTime > input.ExecutionSummary.ExecutionTime) {
    return { output: {}, outcomes: [{ kind: 'older', type }] };
  }
  const { ResourceId: resourceId, ExecutionSummary: execution, Items: items } = input;
  replace(state.compliance, { resourceId, type, execution, hash, items }, (other) => other === stored);
  return { output: {}, outcomes: [{ kind: 'stored', type, count: items.length }] };
}

function checkResource({ node }: Context, { ResourceId, ResourceType }: Input): void {
  if (ResourceType !== RESOURCE_TYPE) throw new ServiceError('InvalidResourceType', ResourceType);
  if (ResourceId === node.id) return;
  throw node.tied
    ? accessDenied('PutComplianceItems', node)
    : new ServiceError('InvalidResourceId', ResourceId);
}

function checkSize({ ComplianceType, Items }: Input): void {
  if (Buffer.byteLength(JSON.stringify(Items)) <= REQUEST_BYTES) return;
  throw new ServiceError('ItemSizeLimitExceededException', REQUEST_BYTES_MESSAGE, {
    members: { TypeName: ComplianceType },
  });
}

function checkTypeCount(state: State, { ResourceId, ComplianceType }: Input): void {
  const types = state.compliance
    .filter((stored) => stored.resourceId === ResourceId && isCustom(stored.type))
    .map((stored) => stored.type);
  if (
    !isCustom(ComplianceType) ||
    types.includes(ComplianceType) ||
    types.length < COMPLIANCE_TYPES_PER_NODE
  ) {
    return;
  }
  throw new ServiceError(
    'ComplianceTypeCountLimitExceededException',
    `You can specify a maximum of ${COMPLIANCE_TYPES_PER_NODE} different compliance types.`,
  );
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom:');
}
