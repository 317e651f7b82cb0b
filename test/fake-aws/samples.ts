import type { ComplianceRequest, InventoryRequest } from '../../src/delivery/service/requests.ts';

export const NODE = { id: 'i-0synthetic0000001', region: 'eu-west-1' };
export const TYPE = 'Custom:SsmDoctor';

/** `2026-11-25T00:42:37Z` in seconds. */
export const SECONDS = 1_795_567_357;

/** The input of PutComplianceItems as it stands on the wire. */
export function complianceOnWire(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ResourceId: NODE.id,
    ResourceType: 'ManagedInstance',
    ComplianceType: TYPE,
    ExecutionSummary: { ExecutionTime: SECONDS },
    Items: [item()],
    ...changes,
  };
}

export function item(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Id: 'REPO_UNREACHABLE/repo.example',
    Title: 'Repository cannot be reached',
    Severity: 'HIGH',
    Status: 'NON_COMPLIANT',
    Details: { DetailedText: 'curl: (28) …', DocumentName: 'AWS-RunPatchBaseline' },
    ...changes,
  };
}

/** The input of PutInventory, which is the same on the wire and elsewhere. */
export function inventoryOnWire(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    InstanceId: NODE.id,
    Items: [
      {
        TypeName: TYPE,
        SchemaVersion: '1.0',
        CaptureTime: '2026-11-25T00:42:37Z',
        ContentHash: 'l4BNh+PzLJPNcQ2qTgpLcg==',
        Content: [{ Cause: 'REPO_UNREACHABLE', Severity: 'HIGH' }],
        ...changes,
      },
    ],
  };
}

/** What the product would send, with the time as text. */
export const COMPLIANCE_REQUEST: ComplianceRequest = {
  ResourceId: NODE.id,
  ResourceType: 'ManagedInstance',
  ComplianceType: TYPE,
  ExecutionSummary: { ExecutionTime: '2026-11-25T00:42:37Z', ExecutionType: 'Command' },
  Items: [
    {
      Id: 'REPO_UNREACHABLE/repo.example',
      Title: 'Repository cannot be reached — “timeout” 🕰',
      Severity: 'HIGH',
      Status: 'NON_COMPLIANT',
      Details: { DetailedText: 'curl: (28) "quoted"\n\ttabbed', DocumentName: 'AWS-RunPatchBaseline' },
    },
    { Id: 'SELF/run', Title: 'Diagnosed', Severity: 'INFORMATIONAL', Status: 'COMPLIANT', Details: {} },
  ],
  ItemContentHash: 'a'.repeat(64),
};

export const INVENTORY_REQUEST: InventoryRequest = {
  InstanceId: NODE.id,
  Items: [
    {
      TypeName: TYPE,
      SchemaVersion: '1.0',
      CaptureTime: '2026-11-25T00:42:37Z',
      ContentHash: 'l4BNh+PzLJPNcQ2qTgpLcg==',
      Content: [
        { Cause: 'REPO_UNREACHABLE', Severity: 'HIGH', Excerpt: 'größer – 🕰' },
        { Cause: 'SELF', Severity: 'INFORMATIONAL', Excerpt: '' },
      ],
    },
  ],
};
