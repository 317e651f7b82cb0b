import { expect, test } from 'vitest';
import { complianceRequest } from '../../src/delivery/compliance/request.ts';
import { inventoryRequest } from '../../src/delivery/inventory/request.ts';
import { SEVERITIES } from '../../src/report/order.ts';
import { aFinding, anEvidence, aReport } from '../reporters/a-report.ts';
import { anOrder, NODE } from './an-order.ts';

/** The best of some tries, in milliseconds: the others were disturbed. */
function best(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
  return Math.min(...times);
}

test('ten thousand findings cost about what it costs to write the report down', () => {
  const evidence = Array.from({ length: 6 }, () => anEvidence({ excerpt: 'é'.repeat(500) }));
  const findings = Array.from({ length: 10_000 }, (_, at) =>
    aFinding({
      subject: { kind: 'file', id: `/${at}` },
      leadsTo: ['PATCH_RUN_FAILED'],
      evidence,
      severity: SEVERITIES[at % SEVERITIES.length] ?? 'LOW',
    }),
  );
  const report = aReport({ findings });
  const writing = best(() => JSON.stringify(report));
  const making = best(() => {
    complianceRequest(report, anOrder());
    inventoryRequest(report, { node: NODE, type: 'Custom:SsmDoctor', at: new Date() });
  });
  expect(making / writing).toBeLessThan(2);
});
