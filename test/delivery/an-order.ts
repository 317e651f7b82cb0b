import type { ManagedNode } from '../../src/aws/identity/managed-node.ts';
import type { ComplianceOptions } from '../../src/delivery/compliance/request.ts';

export const NODE: ManagedNode = {
  id: 'i-0123456789abcdef0',
  region: 'eu-west-1',
  toldBy: 'identity-config',
};

/** How a scheduled run delivers, unless something else is given. */
export function anOrder(given: Partial<ComplianceOptions> = {}): ComplianceOptions {
  return {
    node: NODE,
    type: 'Custom:SsmDoctor',
    at: new Date('2026-11-23T03:12:04.567Z'),
    execution: null,
    extraDetails: true,
    ...given,
  };
}
