import type { ComplianceRequest, InventoryRequest } from '../service/requests.ts';

/** A request that waits to be sent. */
export type SpoolEntry = {
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** The node that it is about, and the only one that may send it. */
  readonly node: string;
  /** Custom compliance or inventory type. */
  readonly type: string;
} & (
  | { readonly kind: 'compliance'; readonly request: ComplianceRequest }
  | { readonly kind: 'inventory'; readonly request: InventoryRequest }
);

/** Why a text is no entry that can be sent. */
export type EntryProblem = 'corrupt' | 'newer-version';

/** Raised when older versions could not send what is written. */
const FORMAT = 1;

/** What one request replaces at the service, and a newer entry replaces on the disk. */
export function keyOf({ kind, type, node }: SpoolEntry): string {
  return `${kind} ${type} ${node}`;
}

/** The hash by which the service knows the content. */
export function hashOf(entry: SpoolEntry): string {
  return entry.kind === 'compliance' ? entry.request.ItemContentHash : entry.request.Items[0].ContentHash;
}

export function entryText(entry: SpoolEntry): string {
  return `${JSON.stringify({ format: FORMAT, ...entry })}\n`;
}

export function parseEntry(text: string): SpoolEntry | EntryProblem {
  const parsed = parsedObject(text);
  if (parsed === null || typeof parsed.format !== 'number') return 'corrupt';
  if (parsed.format > FORMAT) return 'newer-version';
  const { madeAt, node, type, kind, request } = parsed;
  if (typeof madeAt !== 'string' || typeof node !== 'string' || typeof type !== 'string') return 'corrupt';
  if (!isObject(request)) return 'corrupt';
  if (kind === 'compliance' && isCompliance(request, node, type))
    return { madeAt, node, type, kind, request };
  if (kind === 'inventory' && isInventory(request, node, type)) return { madeAt, node, type, kind, request };
  return 'corrupt';
}

function isCompliance(request: object, node: string, type: string): request is ComplianceRequest {
  const { ResourceId, ComplianceType, Items, ItemContentHash, ExecutionSummary } =
    request as Partial<ComplianceRequest>;
  const told = ResourceId === node && ComplianceType === type && typeof ItemContentHash === 'string';
  return told && Array.isArray(Items) && typeof ExecutionSummary?.ExecutionTime === 'string';
}

function isInventory(request: object, node: string, type: string): request is InventoryRequest {
  const { InstanceId, Items } = request as Partial<InventoryRequest>;
  if (InstanceId !== node || !Array.isArray(Items) || Items.length !== 1) return false;
  const item = Items[0] as Partial<InventoryRequest['Items'][0]>;
  return item.TypeName === type && Array.isArray(item.Content) && typeof item.ContentHash === 'string';
}

function parsedObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
