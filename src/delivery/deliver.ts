import type { ManagedNode } from '../aws/identity/managed-node.ts';
import { DeliveryRun } from './delivery-run.ts';
import type { Means } from './means.ts';
import type { DeliveryResult, TargetResult } from './result.ts';
import type { ComplianceRequest, InventoryRequest } from './service/requests.ts';
import type { SpoolEntry } from './spool/entry.ts';

/** What is to be delivered, for which node; null is not. */
export interface Delivery {
  readonly node: ManagedNode;
  readonly compliance: ComplianceRequest | null;
  readonly inventory: InventoryRequest | null;
  readonly file: FileToWrite | null;
}

export interface FileToWrite {
  readonly path: string;
  /** Gives what is to be known about it. @throws Error whose message is meant for people */
  write(): readonly string[];
}

/**
 * Delivers: first the file, which needs nobody. What is to be sent is kept on the disk before it is sent, and removed
 * when it is there, so that a run that is killed loses nothing; what earlier runs kept is sent with it.
 */
export async function deliver(delivery: Delivery, means: Means): Promise<DeliveryResult> {
  const run = new DeliveryRun(delivery.node, means);
  const file = delivery.file === null ? [] : [writtenFile(delivery.file, run.notes)];
  const sent = await run.send(entriesOf(delivery, means.clock.now()));
  return {
    node: delivery.node.id,
    region: delivery.node.region,
    targets: [...sent, ...file],
    earlier: run.earlier,
    notes: run.notes,
  };
}

function writtenFile({ path, write }: FileToWrite, notes: string[]): TargetResult {
  const target = 'file';
  try {
    notes.push(...write());
    return { target, status: 'delivered', name: path, trouble: null, isKept: false };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const trouble = { code: 'file', message: error.message } as const;
    return { target, status: 'refused', name: path, trouble, isKept: false };
  }
}

function entriesOf({ node, compliance, inventory }: Delivery, now: number): SpoolEntry[] {
  const common = { madeAt: new Date(now).toISOString(), node: node.id };
  const entries: SpoolEntry[] = [];
  if (compliance !== null)
    entries.push({ ...common, kind: 'compliance', type: compliance.ComplianceType, request: compliance });
  if (inventory !== null)
    entries.push({ ...common, kind: 'inventory', type: inventory.Items[0].TypeName, request: inventory });
  return entries;
}
