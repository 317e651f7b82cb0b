import { describe, expect, test } from 'vitest';
import { ASSOCIATION, briefOf, diagnoseFiles, type InstanceFiles, NODE } from '../a-node.ts';
import {
  OTHER_ASSOCIATION,
  OTHER_BASELINE,
  type RunFacts,
  runOn,
  STATES,
  SUMMARY,
  statesOf,
  summaryOf,
} from './a-patched-node.ts';

const BAD = 'Non-Compliant with severity of HIGH';
const MISSING = {
  [SUMMARY]: summaryOf({ ExecutionId: ASSOCIATION, OperationType: 'Scan', MissingCount: '4' }),
};
/** The last of them is the one of the summary. */
const SCANS: InstanceFiles = {
  ...runOn(18, '03:12:00', { verdict: BAD }),
  ...runOn(19, '03:12:00', { verdict: BAD }),
  ...runOn(20, '03:12:00', { verdict: BAD }),
};

function brief(...files: readonly InstanceFiles[]): string[] {
  return briefOf(diagnoseFiles(Object.assign({}, ...files)).findings);
}

describe('scans without an installation', () => {
  test('are why patches stay missing', () => {
    const { findings } = diagnoseFiles({ ...SCANS, ...MISSING });
    expect(briefOf(findings)).toEqual([
      'PATCH_SCAN_ONLY active root',
      'PATCH_MISSING_APPROVED active consequence',
      'PATCH_NONCOMPLIANT active consequence',
    ]);
    expect(findings[0]).toMatchObject({
      subject: { kind: 'association', id: ASSOCIATION },
      confidence: 'medium',
      captures: { scans: '3' },
      evidence: [
        { excerpt: expect.stringContaining('operation = Scan') },
        { excerpt: expect.stringContaining('operation = Scan') },
      ],
    });
  });

  test.each([
    ['one scan', runOn(20, '03:12:00', { verdict: BAD })],
    [
      'an installation among them',
      { ...SCANS, ...runOn(17, '03:12:00', { operation: 'Install', verdict: BAD }) },
    ],
    [
      'a restart that an installation left open',
      { ...SCANS, [STATES]: statesOf({ a: 'Installed' }, 1763600000) },
    ],
  ])('are no habit with %s', (_what, files) => {
    expect(brief(files as InstanceFiles, MISSING)).toContain('PATCH_MISSING_APPROVED active root');
  });

  test('are no habit where a run installs between two scans', () => {
    const hooks = runOn(19, '03:12:00', {
      verdict: BAD,
      lines: [
        'Running with snapshot id =  and operation = Install',
        'Running with snapshot id =  and operation = Scan',
      ],
    });
    expect(brief(SCANS, hooks, MISSING)).not.toContain('PATCH_SCAN_ONLY active root');
  });

  test('are no trouble where nothing is missing', () => {
    const clean = [18, 19, 20].map((day) => runOn(day, '03:12:00', { verdict: 'Compliant' }));
    expect(brief(...clean, { [SUMMARY]: summaryOf({ OperationType: 'Scan' }) })).toEqual([]);
  });
});

describe('two schedules with different baselines', () => {
  const mine = runOn(20, '01:00:00', { operation: 'Install', verdict: 'Compliant' });
  const others = (verdict: string, association = OTHER_ASSOCIATION): InstanceFiles =>
    runOn(20, '03:12:00', { baseline: OTHER_BASELINE, verdict }, association);

  test('of which the last calls non-compliant what the other called compliant', () => {
    const summary = summaryOf({
      ExecutionId: OTHER_ASSOCIATION,
      BaselineId: OTHER_BASELINE,
      OperationType: 'Scan',
      MissingCount: '4',
    });
    const { findings } = diagnoseFiles({ ...mine, ...others(BAD), [SUMMARY]: summary });
    expect(briefOf(findings)).toEqual([
      'PATCH_COMPLIANCE_OVERWRITTEN active root',
      'PATCH_MISSING_APPROVED active consequence',
      'PATCH_NONCOMPLIANT active consequence',
    ]);
    expect(findings[0]).toMatchObject({
      subject: { kind: 'association', id: OTHER_ASSOCIATION },
      captures: { baseline: OTHER_BASELINE, otherAssociation: ASSOCIATION },
    });
    expect(findings[0]?.evidence.map(({ excerpt }) => excerpt).join()).toContain(OTHER_BASELINE);
  });

  test('agree: nothing is told', () => {
    expect(brief(mine, others('Compliant'))).toEqual([]);
  });

  test('the baseline of one schedule was changed: no quarrel', () => {
    expect(brief(mine, others(BAD, ASSOCIATION))).toEqual(['PATCH_NONCOMPLIANT active root']);
  });

  test('one schedule, or commands, that take turns', () => {
    const before = runOn(19, '03:12:00', { baseline: OTHER_BASELINE, verdict: BAD });
    expect(brief(before, mine, others(BAD, ASSOCIATION))).toContain(
      'PATCH_COMPLIANCE_OVERWRITTEN active root',
    );
  });
});

describe('an installation that failed', () => {
  const failed = (day: number): InstanceFiles =>
    runOn(day, '01:00:00', {
      operation: 'Install',
      lines: ['Package linux-image-5.4 failed to install: it could not be unpacked'],
      errors: 'failed to run commands: exit status 1',
    });

  test.each([19, 21])('on day %i is why patches are missing in the scan of day 20', (day) => {
    expect(brief(failed(day), MISSING).sort()).toEqual([
      'DOCUMENT_STEP_FAILED active consequence',
      'PATCH_INSTALL_FAILED active root',
      'PATCH_MISSING_APPROVED active consequence',
    ]);
  });

  test('in part is the root of what the same run counts as missing', () => {
    const counted = { [SUMMARY]: summaryOf({ FailedCount: '2', MissingCount: '1' }) };
    expect(brief(counted)).toEqual([
      'PATCH_INSTALL_FAILED active root',
      'PATCH_MISSING_APPROVED active consequence',
    ]);
  });

  test('and was repeated with success is not', () => {
    const again = runOn(20, '01:00:00', { operation: 'Install', verdict: 'Compliant' });
    expect(brief(failed(19), again, MISSING)[0]).toBe('PATCH_MISSING_APPROVED active root');
  });
});

describe('two runs at once', () => {
  const failing: RunFacts = {
    lines: ['Unable to download payload: https://s3.example/patch-baseline-operations-1.151.tar.gz.'],
    errors: 'failed to run commands: exit status 156',
  };
  const fine: RunFacts = { verdict: 'Compliant' };

  test('of which one failed as it does then', () => {
    const { findings } = diagnoseFiles({
      ...runOn(20, '03:12:00', fine),
      ...runOn(20, '03:13:10', failing, OTHER_ASSOCIATION),
    });
    expect(findings[0]).toMatchObject({
      cause: 'PATCH_CONCURRENT_RUN',
      role: 'root',
      subject: { kind: 'association', id: OTHER_ASSOCIATION },
      captures: { otherAssociation: ASSOCIATION },
      evidence: [{ excerpt: expect.stringContaining('operation = Scan') }, { excerpt: expect.anything() }],
    });
    expect(findings.slice(1).every(({ role }) => role === 'consequence')).toBe(true);
  });

  test.each([
    ['that both ended well', fine, '03:13:10'],
    ['that were apart', failing, '03:30:00'],
    [
      'of which one failed for a reason of its own',
      {
        lines: ["dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."],
        errors: failing.errors ?? '',
      },
      '03:13:10',
    ],
  ])('%s, are not the cause', (_how, second, time) => {
    const found = brief(runOn(20, '03:12:00', fine), runOn(20, time, second, OTHER_ASSOCIATION));
    expect(found.join()).not.toContain('PATCH_CONCURRENT_RUN');
  });
});

describe('a run with a baseline override', () => {
  const override = (day: number, more: readonly string[] = []): InstanceFiles =>
    runOn(day, '03:12:00', {
      lines: [
        'Downloading Baseline Override from s3://synthetic-bucket/overrides.json',
        '[BASELINE OVERRIDE]: All Packages are Compliant.',
        ...more,
      ],
    });
  const told = runOn(18, '03:12:00', { verdict: BAD });

  test('that found the node compliant and uploaded nothing leaves the dashboard as it was', () => {
    const { findings } = diagnoseFiles({ ...told, ...override(19) });
    expect(briefOf(findings).filter((line) => line.includes('active'))).toEqual([
      'PATCH_OVERRIDE_NOT_REPORTED active root',
    ]);
    expect(findings[0]?.evidence.map(({ excerpt }) => excerpt).join()).toContain('overrides.json');
  });

  test.each([
    ['that uploads', { ...told, ...override(19, ['Start to upload patch compliance.']) }],
    ['before the run that reported', { ...told, ...override(17) }],
    ['with nothing reported before', override(19)],
  ])('%s, does not', (_how, files) => {
    expect(brief(files).join()).not.toContain('PATCH_OVERRIDE_NOT_REPORTED');
  });
});

test('an association that is judged by patches is non-compliant for those that are missing', () => {
  const run = runOn(20, '03:12:00', { operation: 'Install', verdict: BAD });
  const state = JSON.stringify({
    DocumentInformation: {
      DocumentID: `${ASSOCIATION}.2026-11-20T03-12-00.123Z`,
      AssociationID: ASSOCIATION,
      RunID: '2026-11-20T03-12-00.123Z',
      DocumentName: 'AWS-RunPatchBaselineAssociation',
    },
    DocumentType: 'Association',
  });
  const path = `/var/lib/amazon/ssm/${NODE}/document/state/current/${ASSOCIATION}`;
  const summary = { [SUMMARY]: summaryOf({ ExecutionId: ASSOCIATION, MissingCount: '1' }) };
  expect(brief(run, summary, { [path]: state })).toEqual([
    'PATCH_MISSING_APPROVED active root',
    'ASSOC_PATCH_NONCOMPLIANT active consequence',
    'PATCH_NONCOMPLIANT active consequence',
  ]);
  expect(brief(run, summary).join()).not.toContain('ASSOC_PATCH_NONCOMPLIANT');
});
