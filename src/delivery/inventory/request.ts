import { createHash } from 'node:crypto';
import type { ManagedNode } from '../../aws/identity/managed-node.ts';
import type { Report } from '../../report/report.ts';
import type { InventoryRequest } from '../service/requests.ts';
import { wholeSeconds } from '../whole-seconds.ts';
import { SCHEMA_VERSION } from './attributes.ts';
import { inventoryEntries } from './entries.ts';

export interface InventoryOptions {
  readonly node: ManagedNode;
  /** As `parseInventoryType` lets it pass. */
  readonly type: string;
  /** The time of the run. */
  readonly at: Date;
}

/** What PutInventory is to store: the same entries as in the file that the agent gathers. */
export function inventoryRequest(report: Report, { node, type, at }: InventoryOptions): InventoryRequest {
  const Content = inventoryEntries(report);
  const ContentHash = createHash('md5').update(JSON.stringify(Content)).digest('base64');
  const CaptureTime = wholeSeconds(at);
  return {
    InstanceId: node.id,
    Items: [{ TypeName: type, SchemaVersion: SCHEMA_VERSION, CaptureTime, ContentHash, Content }],
  };
}
