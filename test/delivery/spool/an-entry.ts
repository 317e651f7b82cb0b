import type { ComplianceRequest } from '../../../src/delivery/service/requests.ts';
import type { SpoolEntry } from '../../../src/delivery/spool/entry.ts';
import { aComplianceRequest } from '../a-request.ts';

export function anEntry(given: Partial<ComplianceRequest> = {}): SpoolEntry {
  const request = aComplianceRequest(given);
  return {
    madeAt: '2026-11-25T01:00:00.000Z',
    node: request.ResourceId,
    type: request.ComplianceType,
    kind: 'compliance',
    request,
  };
}
