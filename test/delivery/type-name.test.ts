import { describe, expect, test } from 'vitest';
import {
  DEFAULT_COMPLIANCE_TYPE,
  DEFAULT_INVENTORY_TYPE,
  parseComplianceType,
  parseInventoryType,
  TypeNameError,
} from '../../src/delivery/type-name.ts';

describe('parseComplianceType', () => {
  test.each(['Custom:SsmDoctor', 'Custom:-ab', 'Custom:ab', 'Custom:A_1', `Custom:${'a'.repeat(93)}`])(
    'takes %s',
    (name) => expect(parseComplianceType(name)).toBe(name),
  );

  test.each([
    'Custom:ssm.doctor',
    'Custom:ssm-doctor',
    'Custom:x',
    'Custom:a b',
    'Custom:',
    'custom:Ab',
    'Patch',
    '',
    'Custom:ab\n',
    `Custom:${'a'.repeat(94)}`,
  ])('refuses %j and says what is allowed', (name) => {
    expect(() => parseComplianceType(name)).toThrow(TypeNameError);
    expect(() => parseComplianceType(name)).toThrow(
      /^expected a compliance type such as Custom:SsmDoctor .*no dots/,
    );
  });

  test('shows what it found in one line, without what a terminal obeys', () => {
    expect(() => parseComplianceType('Custom:a\x1b[2J\nb')).toThrow(/found "Custom:a\ufffd\[2J b"$/);
    expect(() => parseComplianceType('')).toThrow(/found an empty name$/);
  });
});

describe('parseInventoryType', () => {
  test.each(['Custom:SsmDoctor', 'Custom:A', 'Custom:Ssm_2'])('takes %s', (name) =>
    expect(parseInventoryType(name)).toBe(name),
  );

  test.each([
    'Custom:ssmDoctor',
    'CUSTOM:Ssm',
    'AWS:Application',
    'Custom:Ssm-Doctor',
    'Custom:Ssm.Doctor',
    'Custom:',
  ])('refuses %s', (name) => expect(() => parseInventoryType(name)).toThrow(TypeNameError));
});

test('the names of the product itself are allowed', () => {
  expect(parseComplianceType(DEFAULT_COMPLIANCE_TYPE)).toBe(DEFAULT_COMPLIANCE_TYPE);
  expect(parseInventoryType(DEFAULT_INVENTORY_TYPE)).toBe(DEFAULT_INVENTORY_TYPE);
});
