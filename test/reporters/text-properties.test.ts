import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/reporters/text/display-width.ts';
import { reportToText } from '../../src/reporters/text.ts';
import { arbitraryReport, hostileText } from './arbitrary-report.ts';

/** Written apart from the reporters' own list: C0, DEL, C1, bidi and other format characters, separators, halves. */
const OBEYED = /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/;
const TAGS = /[\u{e0000}-\u{e0fff}]/u;
const STYLES = /\x1b\[(?:0|1|2|1;3[123])m/g;

const anyReport = arbitraryReport({
  times: fc.oneof(hostileText, fc.constant('2026-11-22T03:12:00.000Z')),
});
const anyWidth = fc.oneof(fc.constantFrom(40, 80, 120), fc.integer({ min: -5, max: 300 }));
const anyOptions = fc.record({
  width: anyWidth,
  color: fc.boolean(),
  unicode: fc.boolean(),
  verbose: fc.boolean(),
});

/** Surrogates in pairs are letters; alone they are not. */
function withoutPairs(text: string): string {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, 'x');
}

describe('for any report', () => {
  test('nothing comes out that a terminal obeys, hides or reorders', () => {
    fc.assert(
      fc.property(anyReport, anyOptions, (report, options) => {
        const text = reportToText(report, options);
        const bare = (options.color ? text.replace(STYLES, '') : text).replaceAll('\n', '');
        expect(withoutPairs(bare)).not.toMatch(OBEYED);
        expect(bare).not.toMatch(TAGS);
      }),
      { numRuns: 150 },
    );
  });

  test('the default page fits the width and 2,400 characters, verdict first', () => {
    fc.assert(
      fc.property(anyReport, anyWidth, fc.boolean(), (report, width, unicode) => {
        const text = reportToText(report, { width, unicode, color: false, verbose: false });
        expect(text.length).toBeLessThanOrEqual(2400);
        expect(text.startsWith(report.verdict.toUpperCase())).toBe(true);
        expect(text).toMatch(/-v\n$/);
        const columns = Math.min(120, Math.max(40, width));
        const tooWide = text.split('\n').filter((line) => displayWidth(line) > columns);
        expect(tooWide).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('without unicode nothing but ASCII comes out', () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (report, verbose) => {
        const text = reportToText(report, { width: 80, unicode: false, color: false, verbose });
        expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      }),
      { numRuns: 100 },
    );
  });

  test('colour adds styles and nothing else', () => {
    fc.assert(
      fc.property(anyReport, anyOptions, (report, options) => {
        const plain = reportToText(report, { ...options, color: false });
        const colored = reportToText(report, { ...options, color: true });
        expect(colored.replace(STYLES, '')).toBe(plain);
        expect(plain).not.toContain('\x1b');
      }),
      { numRuns: 100 },
    );
  });
});
