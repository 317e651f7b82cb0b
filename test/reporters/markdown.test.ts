import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportToMarkdown } from '../../src/reporters/markdown.ts';
import { aCoverage, aFinding, anEvidence, aReport } from './a-report.ts';
import { arbitraryReport, hostileText } from './arbitrary-report.ts';
import { compliant, inconclusive, nothingRead, severalCauses, windowsNode } from './sample-reports.ts';

describe('the whole page', () => {
  test.each([
    ['several-causes', severalCauses],
    ['inconclusive', inconclusive],
    ['compliant', compliant],
    ['nothing-read', nothingRead],
    ['windows', windowsNode],
  ] as const)('is as in pages/%s.md', async (name, report) => {
    await expect(reportToMarkdown(report())).toMatchFileSnapshot(`pages/${name}.md`);
  });
});

/**
 * What is left of a page when fenced blocks and code spans are taken out by the rules of CommonMark 0.31: the part
 * that a renderer gives a meaning.
 */
function speakingLines(page: string): string[] {
  const left: string[] = [];
  let fence: string | null = null;
  for (const line of page.split('\n')) {
    const row = /^ {0,3}(`{3,}|~{3,})[^`]*$/.exec(line)?.[1] ?? null;
    if (fence === null && row !== null) fence = row;
    else if (fence === null) left.push(withoutSpans(line));
    else if (row !== null && row[0] === fence[0] && row.length >= fence.length && /^ *[`~]+ *$/.test(line))
      fence = null;
  }
  expect(fence).toBeNull();
  return left;
}

function withoutSpans(line: string): string {
  let left = '';
  let rest = line;
  for (;;) {
    const open = /`+/.exec(rest);
    if (open === null) return left + rest;
    const after = rest.slice(open.index + open[0].length);
    const close = [...after.matchAll(/`+/g)].find((match) => match[0].length === open[0].length);
    expect(close, `a code span that is not closed in: ${line}`).toBeDefined();
    left += `${rest.slice(0, open.index)}CODE`;
    rest = after.slice((close?.index ?? 0) + open[0].length);
  }
}

/** The shapes that the page itself makes. */
const OWN = [
  /^# (?:NON-)?(?:COMPLIANT|INCONCLUSIVE): /,
  /^## (?:\d+\. (?:CODE|\(empty\))$|Also wrong now$|Lines nobody knows$|Not the cause$|What was read$)/,
  /^\*\*(?:CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL)\*\*, /,
  /^- (?=[A-Z][a-z ]+:? )/,
  /^\d+\. /,
  /<https:\/\/[\w.-]+\/[\w./~%#?&=+-]*>$/,
];

describe('text from outside', () => {
  const anyReport = arbitraryReport({
    times: fc.oneof(hostileText, fc.constant('2026-11-22T03:12:00.000Z')),
  });

  test('means nothing to a renderer: no markup, HTML, link, mention or reference outside of code', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        for (const line of speakingLines(reportToMarkdown(report))) {
          if (line.startsWith('| ')) {
            expect(line.match(/\|/g)).toHaveLength(7);
            expect(line.replaceAll('|', '')).not.toMatch(/[@<>[\]\\_*~#$&{}]|:\/\/|www\./);
            continue;
          }
          const bare = OWN.reduce((text, shape) => text.replace(shape, ''), line);
          expect(bare).not.toMatch(/[@<>[\]\\_*~#$&{}|]|!\(|:\/\/|www\.|\bGH-\d/);
          expect(bare).not.toMatch(/^(?: {4}|[-+=] |[-=]+$|\d+[.)](?: |$))/);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('brings no control character out, and no line break of its own', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const page = reportToMarkdown(report).replaceAll('\n', '');
        expect(page).not.toMatch(/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
      }),
      { numRuns: 100 },
    );
  });

  test('cannot close the fence that it stands in', () => {
    const excerpt = 'before\n```\n# heading @everyone\n`````\nafter';
    const page = reportToMarkdown(aReport({ findings: [aFinding({ evidence: [anEvidence({ excerpt })] })] }));
    expect(page).toContain('\n``````text\nbefore\n```\n# heading @everyone\n`````\nafter\n``````\n');
  });

  test('cannot leave its cell in the table of files', () => {
    const page = reportToMarkdown(aReport({ coverage: [aCoverage({ file: 'C:\\a|b\\|c`d', kind: 'x|y' })] }));
    expect(page).toContain(String.raw`| ${'``'}C:\a\x7cb\\x7cc${'`'}d${'``'} | ${'`'}x\x7cy${'`'} | read |`);
  });

  test('is a link only as the address of a documentation page', () => {
    const hostile = aFinding({ title: 'see https://evil.example/', docUrl: 'javascript:alert(1)' });
    const page = reportToMarkdown(aReport({ findings: [hostile] }));
    expect(page).toContain('\nsee `https://evil.example/`\n');
    expect(page).toContain('\nMore: `javascript:alert(1)`\n');
    expect(reportToMarkdown(severalCauses())).toContain('\nMore: <https://docs.aws.amazon.com/');
  });
});
