import type { ReportOrder } from '../../../src/agent/reporting/report-arguments.ts';

/** What a report is to be, where a test says nothing else. */
export function anOrder(more: Partial<ReportOrder> = {}): ReportOrder {
  return {
    to: ['compliance'],
    deadline: 4000,
    since: 30 * 86_400_000,
    minSeverity: 'LOW',
    type: 'Custom:SsmDoctor',
    state: '/nowhere/state',
    rules: [],
    ...more,
  };
}
