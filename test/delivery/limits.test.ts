import { describe, expect, it } from 'vitest';
import * as limits from '../../src/delivery/limits.ts';

describe('the limits of the model', () => {
  it.each([
    ['Custom:SsmDoctor', true],
    ['Custom:-a', true],
    ['Custom:ssm.doctor', false],
    ['Custom:ssm-doctor', false],
    ['Custom:x', false],
    ['Custom:SsmDoctor\n', false],
    [' Custom:SsmDoctor', false],
  ])('say of the compliance type %j: %j', (name, allowed) => {
    expect(limits.COMPLIANCE_TYPE_NAME.pattern.test(name)).toBe(allowed);
  });

  it('know the node ids that inventory takes', () => {
    const ids = ['i-0synthet', 'i-0synthetic0000001', 'mi-0synthetic0000001', 'mi-0synthet', 'ecs:a_b_c'];
    expect(ids.map((id) => limits.INSTANCE_ID.pattern.test(id))).toEqual([true, true, true, false, false]);
  });

  it('have whole seconds and two numbers where the documentation asks for them', () => {
    expect(limits.INVENTORY_ITEM_CAPTURE_TIME.pattern.test('2026-11-25T00:42:37Z')).toBe(true);
    expect(limits.INVENTORY_ITEM_CAPTURE_TIME.pattern.test('2026-11-25T00:42:37.000Z')).toBe(false);
    expect(limits.INVENTORY_ITEM_SCHEMA_VERSION.pattern.test('1.0')).toBe(true);
    expect(limits.INVENTORY_ITEM_SCHEMA_VERSION.pattern.test('1')).toBe(false);
  });

  it('have the counts, lengths and words of the documentation', () => {
    expect(limits.COMPLIANCE_ITEM_ENTRY_LIST.maxCount).toBe(10_000);
    expect(limits.COMPLIANCE_ITEM_TITLE.maxLength).toBe(500);
    expect(limits.ATTRIBUTE_NAME).toEqual({ minLength: 1, maxLength: 64 });
    expect(limits.ATTRIBUTE_VALUE).toEqual({ minLength: 0, maxLength: 4096 });
    expect(limits.COMPLIANCE_STATUS.values).toEqual(['COMPLIANT', 'NON_COMPLIANT']);
    expect(limits.INVENTORY_ITEM_LIST).toEqual({ minCount: 1, maxCount: 30 });
    expect(limits.INVENTORY_ITEM_ENTRY.maxCount).toBe(50);
  });
});
