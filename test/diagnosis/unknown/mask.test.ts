import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskedTokens } from '../../../src/diagnosis/unknown/mask.ts';
import { passesOf } from '../../support/passes.ts';

describe('maskedTokens', () => {
  test.each([
    ['step 11111111-aaaa-4bbb-8ccc-000000000001 broke', 'step <*> broke'],
    ['at 2026-11-20T03:12:00.123Z it broke', 'at <*> it broke'],
    ['run 2026-11-20T03-12-00.123Z broke', 'run <*> broke'],
    ['node i-0synthetic0000001 and mi-0123456789abcdef0', 'node <*> and <*>'],
    ['get https://ssm.eu-west-1.amazonaws.com/path?x=1 failed', 'get <*> failed'],
    ['dial 10.0.0.5:443 refused', 'dial <*> refused'],
    ['arn:aws:iam::123456789012:role/a may not', '<*> may not'],
    ['code 0x80072EE2 after 12 tries', 'code <*> after <*> tries'],
    ['blob deadbeefdeadbeef is bad', 'blob <*> is bad'],
  ])('%s', (text, template) => {
    expect(maskedTokens(text).join(' ')).toBe(template);
  });

  test('takes the first line only, and of a long one the beginning', () => {
    expect(maskedTokens('one two\nthree')).toEqual(['one', 'two']);
    expect(maskedTokens('a\rb')).toEqual(['a']);
    expect(maskedTokens('word '.repeat(1000))).toHaveLength(40);
    expect(maskedTokens('x'.repeat(100_000)).join('').length).toBeLessThanOrEqual(400);
  });

  test('gives no empty token, and is quick on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => !maskedTokens(text).includes('')),
    );
    for (const hostile of ['0', '1.', 'i-0', '2026-', 'arn:aws', 'https://', '0x']) {
      expect(passesOf(hostile.repeat(400_000), maskedTokens)).toBeLessThan(100);
    }
  });
});
