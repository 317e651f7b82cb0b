import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../../build-scripts/generate-catalogue.ts';
import { readCodes } from '../../../build-scripts/generate-codes.ts';
import { knownCodes, lookUpCode } from '../../../src/causes/codes/look-up.ts';
import { readCode, spellCode } from '../../../src/causes/codes/spelling.ts';

describe('the code dictionary', () => {
  test('is what its files say', () => {
    expect(knownCodes()).toEqual(readCodes());
  });

  test('has every code once, with a cause of the catalogue', () => {
    const codes = knownCodes();
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
    const causes = new Set<string | null>(readCatalogue().causes.map(({ id }) => id)).add(null);
    expect(codes.filter(({ cause }) => !causes.has(cause))).toEqual([]);
  });

  test('serves every cause that says it is recognised by its codes', () => {
    const pointed = new Set(knownCodes().map(({ cause }) => cause));
    const waiting = readCatalogue().causes.filter(
      ({ id, recognisedBy = [] }) =>
        recognisedBy.some((by) => /code dictionary/.test(by)) && !pointed.has(id),
    );
    expect(waiting.map(({ id }) => id)).toEqual([]);
  });

  test.each([
    ['0x80072EE2', 'NETWORK_TIMEOUT'],
    ['0x80072ee2', 'NETWORK_TIMEOUT'],
    ['80072ee2', 'NETWORK_TIMEOUT'],
    ['-2147012894', 'NETWORK_TIMEOUT'],
    ['2147954402', 'NETWORK_TIMEOUT'],
    ['12002', 'NETWORK_TIMEOUT'],
    ['(0x80072EE2)', 'NETWORK_TIMEOUT'],
    ['0xFFFFFFFF80072EE2', 'NETWORK_TIMEOUT'],
    ['80240017', 'WU_UPDATE_NOT_APPLICABLE'],
    ['2149842967', 'WU_UPDATE_NOT_APPLICABLE'],
    ['WU_E_NOT_APPLICABLE', 'WU_UPDATE_NOT_APPLICABLE'],
    ['1058', 'WU_SERVICE_DISABLED'],
    ['0x422', 'WU_SERVICE_DISABLED'],
    ['0x00000652', 'WU_INSTALL_IN_PROGRESS'],
    ['0x800f0823', 'WU_SSU_REQUIRED'],
    ['4294967295', 'DOCUMENT_STEP_FAILED'],
    ['0xffffffff', 'DOCUMENT_STEP_FAILED'],
    ['-1', 'DOCUMENT_STEP_FAILED'],
  ])('reads %s as %s', (text, cause) => {
    expect(lookUpCode(text)?.cause).toBe(cause);
  });

  test.each(['', '0', '1', '156', '0x', '0x80072EE2F', '99999999999', 'ee2', '8.0240017', 'exit status 156'])(
    'does not know %j',
    (text) => {
      expect(lookUpCode(text)).toBeNull();
    },
  );
});

describe('a code', () => {
  test('is the same number in each spelling', () => {
    const failures = fc.integer({ min: 0x80000000, max: 0xffffffff });
    fc.assert(
      fc.property(failures, (code) => {
        const hex = spellCode(code);
        const spellings = [hex, hex.toLowerCase(), hex.slice(2), `${code}`, `${code | 0}`, `"${hex}",`];
        expect(spellings.map(readCode)).toEqual(spellings.map(() => code));
      }),
    );
  });
});
