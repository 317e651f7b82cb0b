import { listComplianceSummaries, listResourceComplianceSummaries } from './compliance-summaries.ts';
import type { Serve } from './context.ts';
import { getInventorySchema } from './get-inventory-schema.ts';
import { listComplianceItems } from './list-compliance-items.ts';
import { listInventoryEntries } from './list-inventory-entries.ts';
import { putComplianceItems } from './put-compliance-items.ts';
import { putInventory } from './put-inventory.ts';

/** Every operation of the model's extract. */
export const OPERATIONS: Readonly<Record<string, Serve>> = {
  GetInventorySchema: getInventorySchema,
  ListComplianceItems: listComplianceItems,
  ListComplianceSummaries: listComplianceSummaries,
  ListInventoryEntries: listInventoryEntries,
  ListResourceComplianceSummaries: listResourceComplianceSummaries,
  PutComplianceItems: putComplianceItems,
  PutInventory: putInventory,
};
