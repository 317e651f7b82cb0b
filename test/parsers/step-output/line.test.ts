import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOutputLine } from '../../../parsers/step-output/line.ts';
import { passesOf } from '../../support/passes.ts';

describe('parseOutputLine', () => {
  test('reads the head of a record of the patch payload', () => {
    expect(parseOutputLine('11/02/2021 04:15:51 root [INFO]: Running with snapshot id = x')).toEqual({
      stamp: '11/02/2021 04:15:51',
      at: Date.UTC(2021, 10, 2, 4, 15, 51),
      level: 'INFO',
    });
    expect(parseOutputLine('11/02/2021 04:15:51 botocore.credentials [WARNING]: ')).toMatchObject({
      level: 'WARNING',
    });
    expect(parseOutputLine('11/02/2021 04:15:51 root [ERROR]: text\r\nmore')).toMatchObject({
      level: 'ERROR',
    });
  });

  test('reads a head that was cut to its level', () => {
    expect(parseOutputLine('[ERROR]: text')).toEqual({ stamp: '', at: null, level: 'ERROR' });
  });

  test.each([
    '/usr/bin/python3',
    'Traceback (most recent call last):',
    '13/42/2021 04:15:51 root INFO: text',
    '[error]: text',
    ' 11/02/2021 04:15:51 root [INFO]: text',
    '',
  ])('takes %j for a plain line', (line) => {
    expect(parseOutputLine(line)).toEqual({ stamp: '', at: null, level: null });
  });

  test('keeps the stamp of a day that does not exist', () => {
    expect(parseOutputLine('02/30/2021 04:15:51 root [INFO]: x')).toEqual({
      stamp: '02/30/2021 04:15:51',
      at: null,
      level: 'INFO',
    });
  });

  test('never fails, and is quick with a megabyte', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => void parseOutputLine(line)));
    for (const line of [`11/02/2021 04:15:51 ${'a'.repeat(1_000_000)}`, '['.repeat(1_000_000)])
      expect(passesOf(line, parseOutputLine)).toBeLessThan(100);
  });
});
