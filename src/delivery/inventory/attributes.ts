/**
 * The attributes of each entry, always all there, in this order: a table over the exported data keeps its columns.
 * Letters and digits, distinct in lower case, and none that the export adds itself (resourceId, captureTime,
 * schemaVersion, accountid, region, resourcetype). A change of this list needs a higher SCHEMA_VERSION.
 */
export const ATTRIBUTES = [
  // What is wrong.
  'Cause',
  'Title',
  'Area',
  'Severity',
  /** `active`, `recovered`; `unrecognized` for a line that nobody knows, `none` for a node without any finding. */
  'Status',
  /** `root`, `consequence`. */
  'Role',
  'Confidence',
  'SubjectKind',
  'Subject',
  'LedTo',
  'Facts',
  // What it disturbed.
  'Operation',
  'DocumentName',
  'AssociationId',
  'CommandId',
  // The proof.
  'File',
  'Line',
  'Excerpt',
  'FirstSeen',
  'LastSeen',
  'Occurrences',
  'RecoveredAt',
  // What to do.
  'Remedy',
  'Verify',
  'Link',
  'Rule',
  // The node and who looked at it.
  'Verdict',
  'Platform',
  'Os',
  'AgentVersion',
  'ToolVersion',
  'CatalogVersion',
] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

/** Of the list above; the service keeps one schema for each. */
export const SCHEMA_VERSION = '1.0';
