import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstallHistory } from '../../../parsers/state/install-history.ts';

const entry = (date: string, rest: string): string =>
  `\t<dict>\n\t\t<key>date</key>\n\t\t<date>${date}</date>\n${rest}\t</dict>\n`;
const text = (key: string, value: string): string => `\t\t<key>${key}</key>\n\t\t<string>${value}</string>\n`;
const plist = (...entries: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<array>\n${entries.join('')}</array>\n</plist>\n`;

const UPDATE = entry(
  '2026-11-21T05:10:02Z',
  text('contentType', 'config-data') +
    text('displayName', 'macOS 15.1.1') +
    text('displayVersion', '15.1.1') +
    text('processName', 'softwareupdated'),
);

describe('parseInstallHistory', () => {
  test('reads when what was installed by whom, and where that stands', () => {
    const content = plist(UPDATE);
    expect(parseInstallHistory(content)).toEqual({
      ok: true,
      value: [
        {
          at: Date.UTC(2026, 10, 21, 5, 10, 2),
          name: 'macOS 15.1.1',
          version: '15.1.1',
          process: 'softwareupdated',
          position: content.indexOf('macOS 15.1.1'),
        },
      ],
    });
  });

  test('leaves out entries without a date or a name', () => {
    const content = plist(
      entry('yesterday', text('displayName', 'x')),
      entry('2026-11-21T05:10:02Z', text('processName', 'installer')),
      UPDATE,
    );
    const parsed = parseInstallHistory(content);
    expect(parsed.ok && parsed.value.map(({ name }) => name)).toEqual(['macOS 15.1.1']);
  });

  test('tells what is no list in XML from what is empty', () => {
    expect(parseInstallHistory('bplist00\u0000')).toMatchObject({ ok: false, reason: 'malformed' });
    expect(parseInstallHistory(' \n')).toMatchObject({ ok: false, reason: 'empty' });
  });

  test('never throws, whatever is cut off', () => {
    const content = plist(UPDATE, UPDATE);
    fc.assert(fc.property(fc.nat(content.length), (at) => void parseInstallHistory(content.slice(0, at))));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => void parseInstallHistory(any)));
  });
});
