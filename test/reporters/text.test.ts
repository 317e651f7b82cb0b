import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { reportToText, type TextOptions } from '../../src/reporters/text.ts';
import { aFinding, anEvidence, aReport } from './a-report.ts';
import {
  compliant,
  inconclusive,
  manyCauses,
  nothingRead,
  recoveredOnly,
  severalCauses,
  windowsNode,
} from './sample-reports.ts';

const PLAIN: TextOptions = { width: 80, color: false, unicode: true, verbose: false };

function page(report: Report, options: Partial<TextOptions> = {}): string {
  return reportToText(report, { ...PLAIN, ...options });
}

describe('the whole page', () => {
  test.each([
    ['several-causes-80', severalCauses, {}],
    ['several-causes-40', severalCauses, { width: 40 }],
    ['several-causes-120', severalCauses, { width: 120 }],
    ['several-causes-ascii', severalCauses, { unicode: false }],
    ['several-causes-verbose', severalCauses, { verbose: true }],
    ['many-causes-80', manyCauses, {}],
    ['recovered-only-80', recoveredOnly, {}],
    ['recovered-only-verbose', recoveredOnly, { verbose: true }],
    ['compliant-80', compliant, {}],
    ['inconclusive-80', inconclusive, {}],
    ['inconclusive-verbose', inconclusive, { verbose: true }],
    ['nothing-read-80', nothingRead, {}],
    ['windows-80', windowsNode, {}],
    ['windows-verbose', windowsNode, { verbose: true }],
  ] as const)('is as in pages/%s.txt', async (name, report, options) => {
    await expect(page(report(), options)).toMatchFileSnapshot(`pages/${name}.txt`);
  });

  test('is the same in colour, but for the styles', () => {
    const colored = page(severalCauses(), { color: true });
    expect(colored).toContain('\x1b[1;31mNON-COMPLIANT\x1b[0m');
    expect(colored).toContain('\x1b[1mHOST_DISK_FULL\x1b[0m  \x1b[1;31mCRITICAL\x1b[0m');
    expect(page(compliant(), { color: true })).toMatch(/^\x1b\[1;32mCOMPLIANT\x1b\[0m/);
    expect(page(inconclusive(), { color: true })).toMatch(/^\x1b\[1;33mINCONCLUSIVE\x1b\[0m/);
    expect(colored.replace(/\x1b\[[\d;]*m/g, '')).toBe(page(severalCauses()));
  });

  test('takes a width below 40 for 40, above 120 for 120, and a fraction for less', () => {
    expect(page(severalCauses(), { width: 3 })).toBe(page(severalCauses(), { width: 40 }));
    expect(page(severalCauses(), { width: 500 })).toBe(page(severalCauses(), { width: 120 }));
    expect(page(severalCauses(), { width: 80.9 })).toBe(page(severalCauses()));
  });
});

describe('the default page', () => {
  test.each([1, 2, 3, 5, 8, 12, 40, 5000])('proves each of %i causes that it names, and fits', (count) => {
    const text = page(manyCauses(count));
    expect(text.length).toBeLessThanOrEqual(2400);
    const named = text.match(/^\d+ +CAUSE_NUMBER_\d+/gm) ?? [];
    const proofs = text.match(/PatchLinux\/stdout:1\d\d/g) ?? [];
    expect(named.length).toBeGreaterThanOrEqual(Math.min(count, 8));
    expect(new Set(proofs).size).toBe(named.length);
    expect(text).toMatch(new RegExp(`^NON-COMPLIANT  ${count.toLocaleString('en-US')} cause`));
    if (named.length < count) expect(text).toMatch(/, [\d,]+ more causes,/);
  });

  test('says how to verify in the words of the finding and names no command', () => {
    const text = page(aReport({ findings: [aFinding({ verify: 'The metadata URL answers 200.' })] }));
    expect(text).toContain('   verify  The metadata URL answers 200.\n');
    expect(text).not.toContain('ssm-doctor verify');
  });

  test('leaves the check out when there is none, and shortens one of any length', () => {
    expect(page(aReport({ findings: [aFinding({ verify: '' })] }))).not.toContain('verify');
    const long = page(aReport({ findings: [aFinding({ verify: 'again and '.repeat(100) })] }));
    expect(long.match(/again and/g)?.length).toBe(16);
    expect(long).toMatch(/ and…\n/);
  });

  test('shows every step with what it changes, and two of many when there is no room', () => {
    const remedy = Array.from({ length: 6 }, (_, index) => ({
      step: `Step ${index + 1} ${'of a long remedy '.repeat(4)}`,
      effect: 'changes-node' as const,
    }));
    const one = page(aReport({ findings: [aFinding({ remedy })] }));
    expect(one.match(/\[changes node\]/g)).toHaveLength(6);
    const three = ['A_CAUSE', 'B_CAUSE', 'C_CAUSE'].map((cause) => aFinding({ cause, remedy }));
    const text = page(aReport({ findings: three }));
    expect(text).toContain('(4 more steps: -v)');
    expect(text.match(/\[changes node\]/g)).toHaveLength(6);
  });

  test('quotes the last telling line of a record of many lines', () => {
    const excerpt = 'Traceback (most recent call last):\n  File "x"\nOSError: No space left\n\n---';
    const text = page(aReport({ findings: [aFinding({ evidence: [anEvidence({ excerpt })] })] }));
    expect(text).toContain('"OSError: No space left"');
    expect(text).not.toContain('Traceback');
  });

  test('names the file alone where the whole file is the proof', () => {
    const evidence = [anEvidence({ file: '/etc/amazon/ssm/amazon-ssm-agent.json', line: 0, excerpt: '' })];
    const text = page(aReport({ findings: [aFinding({ evidence })] }));
    expect(text).toContain('   proof   /etc/amazon/ssm/amazon-ssm-agent.json\n');
  });

  test('takes a consequence whose root has recovered for a cause of its own', () => {
    const text = page(
      aReport({
        findings: [
          aFinding({ cause: 'PATCH_RUN_FAILED', role: 'consequence' }),
          aFinding({ status: 'recovered', leadsTo: ['PATCH_RUN_FAILED'] }),
        ],
      }),
    );
    expect(text).toMatch(/^NON-COMPLIANT {2}1 cause, 1 recovered\n/);
    expect(text).toContain('1  PATCH_RUN_FAILED');
  });

  test('keeps its last line when lines are long in characters but short in columns', () => {
    const title = 'a\u0301\u0301\u0301'.repeat(600);
    const text = page(aReport({ findings: [aFinding({ title, verify: title, remedy: [] })] }));
    expect(text.length).toBeLessThanOrEqual(2400);
    expect(text).toMatch(/^NON-COMPLIANT/);
    expect(text).toMatch(/\nmore +.*-v\n$/);
  });
});

describe('text from outside', () => {
  test('is shown with its escapes and never obeyed', () => {
    const excerpt = '\x1b[2J\x9b31m\u202egnp.exe\u200b\u2028end\x07';
    const text = page(aReport({ findings: [aFinding({ evidence: [anEvidence({ excerpt })] })] }));
    expect(text).toContain(String.raw`"\x1b[2J\x9b31m\u202egnp.exe\u200b\u2028end\x07"`);
  });

  test('stands as escapes where only ASCII is to be printed', () => {
    const text = page(aReport({ findings: [aFinding({ title: 'Größe überschritten' })] }), {
      unicode: false,
    });
    expect(text).toContain(String.raw`Gr\xf6\xdfe \xfcberschritten`);
  });
});

describe('the proof', () => {
  const NO_TIME = { raw: '', utc: null };
  const stderr = '/var/lib/amazon/ssm/i-0synthetic0000001/run/awsrunShellScript/Harden/stderr';

  test('has the lines above it where they are evidence, too, in the order of the file', () => {
    const evidence = [
      anEvidence({ file: stderr, line: 9, time: NO_TIME, excerpt: 'failed to run commands: exit status 3' }),
      anEvidence({ file: '/var/log/amazon/ssm/amazon-ssm-agent.log', line: 8, excerpt: 'another file' }),
      anEvidence({ file: stderr, line: 8, time: NO_TIME, excerpt: 'profile level-1 is not installed' }),
      anEvidence({ file: stderr, line: 7, time: NO_TIME, excerpt: 'cannot read the profile' }),
      anEvidence({ file: stderr, line: 2, time: NO_TIME, excerpt: 'long before' }),
    ];
    const text = page(aReport({ findings: [aFinding({ evidence })] }));
    expect(text).toMatch(/"cannot read.*\n.*"profile level-1.*\n.*"failed to run commands/);
    expect(text).not.toMatch(/another file|long before/);
  });

  test('stands under the chain down to the step and its exit status', () => {
    const operation = {
      kind: 'association',
      id: 'a',
      documentName: 'Corp-Harden',
      associationId: 'a55c1000-0000-4000-8000-000000000001',
      commandId: null,
      startedAt: null,
    } as const;
    const captures = { step: 'Harden', exitCode: '3' };
    const text = page(aReport({ findings: [aFinding({ operation, captures })] }));
    expect(text).toContain('during  Corp-Harden, association a55c1000…, step Harden, exit status 3\n');
  });
});
