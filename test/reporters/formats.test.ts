import { describe, expect, test } from 'vitest';
import { FORMATS, isFormatName, reporterFor } from '../../src/reporters/formats.ts';
import { reportToJson } from '../../src/reporters/json.ts';
import { reportToMarkdown } from '../../src/reporters/markdown.ts';
import { reportToText } from '../../src/reporters/text.ts';
import { severalCauses } from './sample-reports.ts';

const OPTIONS = { width: 60, color: false, unicode: true, verbose: false };

describe('formats', () => {
  test('are listed by name, the default first', () => {
    expect(Object.keys(FORMATS)).toEqual(['text', 'json', 'markdown']);
  });

  test('are told from other words', () => {
    expect(Object.keys(FORMATS).every(isFormatName)).toBe(true);
    expect(['html', 'JSON', '', 'toString', '__proto__'].filter(isFormatName)).toEqual([]);
  });

  test('have the reporter of their name', () => {
    const report = severalCauses();
    expect(reporterFor('text')(report, OPTIONS)).toBe(reportToText(report, OPTIONS));
    expect(reporterFor('json')(report, OPTIONS)).toBe(reportToJson(report));
    expect(reporterFor('markdown')(report, OPTIONS)).toBe(reportToMarkdown(report));
  });
});
