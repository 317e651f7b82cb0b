/**
 * What the service's model (SSM, API version 2014-11-06) allows in the two calls that the product makes; made by
 * `npm run generate`. Lengths are in characters (code points), counts in members, both inclusive. A pattern is meant
 * for the whole text.
 */

/** `ResourceId` of PutComplianceItems. */
export const COMPLIANCE_RESOURCE_ID = { minLength: 1, maxLength: 100 } as const;

/** `ResourceType` of PutComplianceItems. */
export const COMPLIANCE_RESOURCE_TYPE = { minLength: 1, maxLength: 50 } as const;

/** `ComplianceType` of PutComplianceItems. */
export const COMPLIANCE_TYPE_NAME = { minLength: 1, maxLength: 100, pattern: /^(?:[A-Za-z0-9_\-]\w+|Custom:[a-zA-Z0-9_\-]\w+)$/su } as const;

/** `ExecutionSummary.ExecutionId` of PutComplianceItems. */
export const COMPLIANCE_EXECUTION_ID = { maxLength: 100 } as const;

/** `ExecutionSummary.ExecutionType` of PutComplianceItems. */
export const COMPLIANCE_EXECUTION_TYPE = { maxLength: 50 } as const;

/** `Items` of PutComplianceItems. */
export const COMPLIANCE_ITEM_ENTRY_LIST = { minCount: 0, maxCount: 10_000 } as const;

/** `Items[].Title` of PutComplianceItems. */
export const COMPLIANCE_ITEM_TITLE = { maxLength: 500 } as const;

/** `Items[].Severity` of PutComplianceItems. */
export const COMPLIANCE_SEVERITY = { values: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNSPECIFIED'] } as const;

/** `Items[].Status` of PutComplianceItems. */
export const COMPLIANCE_STATUS = { values: ['COMPLIANT', 'NON_COMPLIANT'] } as const;

/** `Items[].Details{key}` of PutComplianceItems, `Items[].Content[]{key}` of PutInventory, `Items[].Context{key}` of PutInventory. */
export const ATTRIBUTE_NAME = { minLength: 1, maxLength: 64 } as const;

/** `Items[].Details{value}` of PutComplianceItems, `Items[].Content[]{value}` of PutInventory, `Items[].Context{value}` of PutInventory. */
export const ATTRIBUTE_VALUE = { minLength: 0, maxLength: 4096 } as const;

/** `ItemContentHash` of PutComplianceItems. */
export const COMPLIANCE_ITEM_CONTENT_HASH = { maxLength: 256 } as const;

/** `UploadType` of PutComplianceItems. */
export const COMPLIANCE_UPLOAD_TYPE = { values: ['COMPLETE', 'PARTIAL'] } as const;

/** `InstanceId` of PutInventory. */
export const INSTANCE_ID = { pattern: /^(?:(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$))$/su } as const;

/** `Items` of PutInventory. */
export const INVENTORY_ITEM_LIST = { minCount: 1, maxCount: 30 } as const;

/** `Items[].TypeName` of PutInventory. */
export const INVENTORY_ITEM_TYPE_NAME = { minLength: 1, maxLength: 100, pattern: /^(?:^(AWS|Custom):.*$)$/su } as const;

/** `Items[].SchemaVersion` of PutInventory. */
export const INVENTORY_ITEM_SCHEMA_VERSION = { pattern: /^(?:^([0-9]{1,6})(\.[0-9]{1,6})$)$/su } as const;

/** `Items[].CaptureTime` of PutInventory. */
export const INVENTORY_ITEM_CAPTURE_TIME = { pattern: /^(?:^(20)[0-9][0-9]-(0[1-9]|1[012])-([12][0-9]|3[01]|0[1-9])(T)(2[0-3]|[0-1][0-9])(:[0-5][0-9])(:[0-5][0-9])(Z)$)$/su } as const;

/** `Items[].ContentHash` of PutInventory. */
export const INVENTORY_ITEM_CONTENT_HASH = { maxLength: 256 } as const;

/** `Items[].Content` of PutInventory. */
export const INVENTORY_ITEM_ENTRY_LIST = { minCount: 0, maxCount: 10_000 } as const;

/** `Items[].Content[]` of PutInventory. */
export const INVENTORY_ITEM_ENTRY = { minCount: 0, maxCount: 50 } as const;

/** `Items[].Context` of PutInventory. */
export const INVENTORY_ITEM_CONTENT_CONTEXT = { minCount: 0, maxCount: 50 } as const;
