/** All that the service keeps; plain data, so that it can be written to a file and compared in a test. */
export interface State {
  /** In the order in which they first came; one for each node and type. */
  readonly compliance: StoredCompliance[];
  readonly inventory: StoredInventory[];
}

export interface StoredCompliance {
  readonly resourceId: string;
  readonly type: string;
  readonly execution: ExecutionSummary;
  readonly hash: string | null;
  readonly items: readonly ComplianceItemEntry[];
}

export interface ExecutionSummary {
  /** Seconds since 1970. */
  readonly ExecutionTime: number;
  readonly ExecutionId?: string;
  readonly ExecutionType?: string;
}

export interface ComplianceItemEntry {
  readonly Id?: string;
  readonly Title?: string;
  readonly Severity: string;
  readonly Status: 'COMPLIANT' | 'NON_COMPLIANT';
  readonly Details?: Readonly<Record<string, string>>;
}

export interface StoredInventory {
  readonly nodeId: string;
  readonly type: string;
  readonly schemaVersion: string;
  readonly captureTime: string;
  readonly hash: string | null;
  readonly entries: readonly InventoryEntry[];
}

export type InventoryEntry = Readonly<Record<string, string>>;

export function emptyState(): State {
  return { compliance: [], inventory: [] };
}

/** What is kept of one type, or undefined; of any node where none is given. */
export function complianceOf(state: State, type: string, nodeId?: string): StoredCompliance | undefined {
  return state.compliance.find(
    (stored) => stored.type === type && (nodeId === undefined || stored.resourceId === nodeId),
  );
}

export function inventoryOf(state: State, type: string, nodeId?: string): StoredInventory | undefined {
  return state.inventory.find(
    (stored) => stored.type === type && (nodeId === undefined || stored.nodeId === nodeId),
  );
}

/** Puts a value in the place of the one that is the same thing, or at the end. */
export function replace<T>(all: T[], value: T, isSame: (other: T) => boolean): void {
  const index = all.findIndex(isSame);
  if (index < 0) all.push(value);
  else all[index] = value;
}
