import { expect, test } from 'vitest';
import type { Located } from '../../../src/causes/catalogue.ts';
import type { CodedLine } from '../../../src/causes/cause.ts';
import { signalOfCode } from '../../../src/diagnosis/observe/signal-of-code.ts';

const LINE: Located<CodedLine> = {
  id: 'a-coded-line',
  in: ['output'],
  pattern: 'error (?<code>\\S+)',
  literals: [],
  confidence: 'high',
};

function said(text: string) {
  const match = /error (?<code>\S+)/.exec(text) ?? expect.fail('no match');
  return { signal: signalOfCode(LINE, match), groups: { ...match.groups } };
}

test('a line with a code speaks for the cause of the code', () => {
  expect(said('error -2147012894').signal).toEqual({ ...LINE, cause: 'NETWORK_TIMEOUT' });
});

test('the code is shown in one spelling, with its name', () => {
  expect(said('error 80072ee2').groups).toEqual({ code: '0x80072EE2', codeName: 'ERROR_INTERNET_TIMEOUT' });
});

test('a code without an entry speaks for the cause of its group', () => {
  expect(said('error 0x80246999').signal?.cause).toBe('WU_DOWNLOAD_FAILED');
});

test.each(['0x80131500', '0x80004005', '17'])('%s speaks for no cause', (code) => {
  expect(said(`error ${code}`).signal).toBeNull();
});
