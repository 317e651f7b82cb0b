import { describe, expect, it } from 'vitest';
import { deliveryText } from '../../src/cli/delivery-text.ts';
import type { DeliveryResult } from '../../src/delivery/result.ts';
import { aReport } from '../reporters/a-report.ts';

const OPTIONS = { width: 80, color: false, unicode: true };
const RESULT: DeliveryResult = {
  node: 'i-0synthetic0000001',
  region: 'eu-west-1',
  targets: [
    {
      target: 'compliance',
      status: 'kept',
      name: 'Custom:SsmDoctor',
      trouble: { code: 'throttled', message: 'Systems Manager in eu-west-1 is throttling' },
      isKept: true,
    },
    {
      target: 'file',
      status: 'delivered',
      name: '/var/lib/amazon/ssm/i/inventory/custom/ssm-doctor.json',
      trouble: null,
      isKept: false,
    },
  ],
  earlier: ['Custom:Other'],
  notes: ['one note'],
};

describe('what is printed about a delivery', () => {
  it('has the verdict first, and a line for each target', () => {
    const text = deliveryText(aReport(), RESULT, OPTIONS);
    expect(text).toMatch(/^(?:NON-COMPLIANT|COMPLIANT|INCONCLUSIVE) {2}/);
    expect(text).toContain('\nkept           compliance items Custom:SsmDoctor of');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'is throttling; it is kept, and the next run sends what is newest',
    );
    expect(text).toContain(
      '\ndelivered      inventory file /var/lib/amazon/ssm/i/inventory/custom/ssm-doctor.json\n',
    );
    expect(text).toContain('\ndelivered      Custom:Other, kept by an earlier run\n');
    expect(text).toContain('\nnote           one note\n');
  });

  it('counts the notes that have no room', () => {
    const notes = Array.from({ length: 30 }, (_, index) => `note ${index} ${'of many words '.repeat(12)}`);
    const text = deliveryText(aReport(), { ...RESULT, notes }, OPTIONS);
    expect(text.length).toBeLessThanOrEqual(2400);
    expect(text).toMatch(/note 0 of.*\d+ more notes \(--format json\)/s);
  });

  it('prints nothing that a terminal would obey', () => {
    const text = deliveryText(aReport(), { ...RESULT, notes: ['a\u001b[2Jb'] }, OPTIONS);
    expect(text).not.toContain('\u001b');
  });
});
