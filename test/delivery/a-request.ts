import type { ComplianceRequest, InventoryRequest } from '../../src/delivery/service/requests.ts';

export const NODE = 'i-0synthetic0000001';

export function aComplianceRequest(given: Partial<ComplianceRequest> = {}): ComplianceRequest {
  return {
    ResourceId: NODE,
    ResourceType: 'ManagedInstance',
    ComplianceType: 'Custom:SsmDoctor',
    ExecutionSummary: { ExecutionTime: '2026-11-25T01:00:00Z' },
    Items: [
      {
        Id: 'REPO_UNREACHABLE/al2023',
        Title: 'Package repository unreachable',
        Severity: 'HIGH',
        Status: 'NON_COMPLIANT',
        Details: { DetailedText: 'curl: (28) timeout', CauseCode: 'REPO_UNREACHABLE' },
      },
    ],
    ItemContentHash: 'a'.repeat(64),
    ...given,
  };
}

export function anInventoryRequest(hash = '1B2M2Y8AsgTpgAmY7PhCfg=='): InventoryRequest {
  return {
    InstanceId: NODE,
    Items: [
      {
        TypeName: 'Custom:SsmDoctor',
        SchemaVersion: '1.0',
        CaptureTime: '2026-11-25T01:00:00Z',
        ContentHash: hash,
        Content: [{ Cause: 'REPO_UNREACHABLE' }],
      },
    ],
  };
}
