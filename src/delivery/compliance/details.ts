import { ATTRIBUTE_NAME } from '../limits.ts';
import type { ComplianceItem } from '../service/requests.ts';

/**
 * The attributes of `AWS:ComplianceItem` 1.0, the inventory type that compliance items become. Whether the service
 * takes other keys is documented nowhere, though others send them.
 */
const SCHEMA_KEYS: readonly string[] = [
  'DetailedText',
  'DetailedLink',
  'DocumentName',
  'DocumentVersion',
  'Classification',
  'PatchBaselineId',
  'PatchGroup',
  'PatchSeverity',
  'PatchState',
  'InstalledTime',
  'InstallOverrideList',
  'CVEIds',
];

/** Details in the order given, without what is not known. */
export function detailsOf(entries: Readonly<Record<string, string | null>>): ComplianceItem['Details'] {
  const details: Record<string, string> = {};
  for (const [key, value] of Object.entries(entries)) {
    if (value !== null && value !== '' && key.length <= ATTRIBUTE_NAME.maxLength) details[key] = value;
  }
  return details;
}

/** The item with the keys of the service's own schema alone. */
export function withSchemaKeysOnly(item: ComplianceItem): ComplianceItem {
  const kept = Object.entries(item.Details).filter(([key]) => SCHEMA_KEYS.includes(key));
  return { ...item, Details: Object.fromEntries(kept) };
}
