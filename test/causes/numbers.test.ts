import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/causes/catalogue.ts';
import { hasNumber, ignoresNumbers } from '../../src/causes/numbers.ts';
import { scanMatchers } from '../../src/diagnosis/scan/matchers.ts';
import { withNumbers } from '../diagnosis/numbers.ts';
import { samplesOf } from '../diagnosis/samples.ts';

test.each([
  'read udp \\S{1,80}: i/o timeout',
  '(?<code>\\d{1,3}) of [0-9]+ [0-9a-f]{8}',
  'x509: certificate',
  'EC2RoleProvider|IMDSv2',
  '\\bus-east-1\\b',
])('%s asks for no number', (pattern) => {
  expect(ignoresNumbers(pattern)).toBe(true);
});

test.each([
  'status code: 400',
  'HTTP [45]\\d\\d',
  '[1-9][0-9]*',
  '169\\.254\\.169\\.254',
  '(?:x|y)509',
  'x?509',
  '\\w5',
  '(.)\\1',
  '\\x41',
  '[a-z2]',
  'T093914Z',
  '-1',
])('%s may ask for one', (pattern) => {
  expect(ignoresNumbers(pattern)).toBe(false);
});

test.each([
  ['ssm.us-east-1.amazonaws.com', false],
  ['s3.amazonaws.com', false],
  ['10.0.0.2', true],
  ['/app/8/key', true],
  ['2026-11-20', true],
  ['-1', true],
  ['T5', true],
])('%s has a number: %s', (part, has) => {
  expect(hasNumber(part)).toBe(has);
});

describe('of the catalogue', () => {
  const matchers = scanMatchers(loadCatalogue('linux'));
  const blind = matchers.filter((matcher) => matcher.ignoresNumbers());
  const texts = [...samplesOf('agent'), ...samplesOf('output')];

  test('most patterns ask for no number', () => {
    expect(blind.length).toBeGreaterThan(0.7 * matchers.length);
  });

  test('those match a text in the same place, whatever its numbers are', () => {
    const anyNumber = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...texts), anyNumber, (text, digits) => {
        const other = withNumbers(text, (length) => digits.repeat(length).slice(-length));
        for (const matcher of blind)
          expect([other, matcher.exec(other)?.index]).toEqual([other, matcher.exec(text)?.index]);
      }),
      { numRuns: 300 },
    );
  });
});
