import { describe, expect, test } from 'vitest';
import { briefOf, diagnoseFiles } from '../a-node.ts';
import { agentUntil, BASELINE, runOn, STATES, SUMMARY, statesOf, summaryOf } from './a-patched-node.ts';

describe('the summary of the last operation', () => {
  test.each([
    ['MissingCount', 'PATCH_MISSING_APPROVED'],
    ['FailedCount', 'PATCH_INSTALL_FAILED'],
    ['InstalledPendingRebootCount', 'PATCH_REBOOT_PENDING'],
    ['InstalledRejectedCount', 'PATCH_REJECTED_INSTALLED'],
  ])('%s above zero is %s, of its baseline, and proven by the count', (count, cause) => {
    const { findings } = diagnoseFiles({ [SUMMARY]: summaryOf({ [count]: '2' }) });
    expect(briefOf(findings)).toEqual([`${cause} active root`]);
    expect(findings[0]).toMatchObject({
      subject: { kind: 'baseline', id: BASELINE },
      operation: { kind: 'patch-install', startedAt: '2026-11-20T03:12:10.000Z' },
      lastSeen: '2026-11-20T03:14:00.000Z',
      evidence: [{ file: SUMMARY, line: 1, excerpt: expect.stringContaining(`"${count}":"2"`) }],
    });
  });

  test.each(['NotApplicableCount', 'InstalledOtherCount', 'InstalledCount', 'SomethingNewCount'])(
    '%s is never trouble',
    (count) => {
      expect(diagnoseFiles({ [SUMMARY]: summaryOf({ [count]: '9000' }) }).findings).toEqual([]);
    },
  );

  test('says how much it weighs, with the verdict as its consequence', () => {
    const { findings } = diagnoseFiles({
      [SUMMARY]: summaryOf({
        MissingCount: '3',
        SecurityNonCompliantCount: '2',
        CriticalNonCompliantCount: '0',
        OtherNonCompliantCount: '1',
        NonCompliantSeverity: 'CRITICAL',
      }),
    });
    expect(briefOf(findings)).toEqual([
      'PATCH_MISSING_APPROVED active root',
      'PATCH_NONCOMPLIANT active consequence',
    ]);
    expect(findings[0]?.captures).toEqual({
      missing: '3',
      severity: 'CRITICAL',
      securityNonCompliant: '2',
      otherNonCompliant: '1',
      operation: 'Install',
    });
  });

  test.each([
    ['MissingCount', 'Missing'],
    ['FailedCount', 'Failed'],
  ])('%s above zero is about the patches that the list has as %s', (count, state) => {
    const listed = { KB5075040: state, KB5012170: 'Installed', KB5034439: state };
    const { findings } = diagnoseFiles({
      [SUMMARY]: summaryOf({ [count]: '2' }),
      [STATES]: statesOf(listed),
    });
    expect(findings[0]?.captures.patches).toBe('KB5075040, KB5034439');
    const none = diagnoseFiles({ [SUMMARY]: summaryOf(), [STATES]: statesOf(listed) });
    expect(none.findings).toEqual([]);
  });

  test('is believed over a run of an association that ended well', () => {
    const run = runOn(20, '03:12:00', { verdict: 'Non-Compliant with severity of HIGH' });
    const { findings } = diagnoseFiles({
      ...run,
      [SUMMARY]: summaryOf({ MissingCount: '3' }),
      ...agentUntil(300),
    });
    expect(briefOf(findings)).toContain('PATCH_MISSING_APPROVED active root');
  });

  test('ends what an earlier run told', () => {
    const told = runOn(19, '03:12:00', { lines: ['Missing count: 3, Installed Rejected count: 0'] });
    expect(briefOf(diagnoseFiles(told).findings)).toEqual(['PATCH_MISSING_APPROVED active root']);
    expect(briefOf(diagnoseFiles({ ...told, [SUMMARY]: summaryOf() }).findings)).toEqual([
      'PATCH_MISSING_APPROVED recovered root',
    ]);
  });

  test('ends nothing that a later run told', () => {
    const told = runOn(21, '03:12:00', { lines: ['Missing count: 3, Installed Rejected count: 0'] });
    expect(briefOf(diagnoseFiles({ ...told, [SUMMARY]: summaryOf() }).findings)).toEqual([
      'PATCH_MISSING_APPROVED active root',
    ]);
  });

  test('is over when a later run found the node compliant', () => {
    const later = runOn(21, '03:12:00', { verdict: 'Compliant' });
    const { findings } = diagnoseFiles({ ...later, [SUMMARY]: summaryOf({ MissingCount: '3' }) });
    expect(briefOf(findings)).toEqual(['PATCH_MISSING_APPROVED recovered root']);
  });

  test('with nothing but unapproved security updates blames the setting', () => {
    const fields = { AvailableSecurityUpdateCount: '2', NonCompliantSeverity: 'UNSPECIFIED' };
    const file = 'C:/ProgramData/Amazon/PatchBaselineOperations/State/PatchInventoryFromLastOperation.json';
    const path = file.slice(2);
    const report = (more: object) =>
      diagnoseFiles({ [path]: summaryOf({ ...fields, ...more }) }, { platform: 'windows' });
    expect(briefOf(report({}).findings)).toContain('PATCH_AVAILABLE_SECURITY_UPDATE active root');
    expect(report({ NonCompliantSeverity: undefined }).findings).toEqual([]);
    expect(report({}).findings[0]?.evidence[0]?.file).toBe(file);
  });
});

test('counts of -1 on Windows say that the search did not finish', () => {
  const path = '/ProgramData/Amazon/PatchBaselineOperations/State/PatchInventoryFromLastOperation.json';
  const counts = { MissingCount: '-1', FailedCount: '-1', InstalledCount: '-1' };
  const { findings } = diagnoseFiles({ [path]: summaryOf(counts) }, { platform: 'windows' });
  expect(briefOf(findings)).toEqual(['WU_SEARCH_FAILED active root']);
});

describe('the list of states', () => {
  test.each(['InstalledRejected', 'InstallRejected', 'INSTALLED_REJECTED'])(
    'names patches with %s',
    (state) => {
      const { findings } = diagnoseFiles({ [STATES]: statesOf({ 'synthetic.x86_64:0:1.2-3': state }) });
      expect(briefOf(findings)).toEqual(['PATCH_REJECTED_INSTALLED active root']);
      expect(findings[0]?.subject).toEqual({ kind: 'patch', id: 'synthetic.x86_64:0:1.2-3' });
    },
  );

  test.each(['Installed', 'InstalledOther', 'NotApplicable'])('%s is never trouble', (state) => {
    expect(diagnoseFiles({ [STATES]: statesOf({ a: state, b: state }) }).findings).toEqual([]);
  });

  test('names what waits for a restart, and counts it once', () => {
    const states = statesOf({ a: 'InstalledPendingReboot', b: 'InstalledPendingReboot', c: 'Installed' });
    const { findings } = diagnoseFiles({
      [STATES]: states,
      [SUMMARY]: summaryOf({ InstalledPendingRebootCount: '2' }),
    });
    expect(briefOf(findings)).toEqual(['PATCH_REBOOT_PENDING active root']);
    expect(findings[0]?.captures).toMatchObject({ installedPendingReboot: '2', patches: 'a, b' });
  });

  test('has nothing to add where the summary counts none', () => {
    const files = { [STATES]: statesOf({ a: 'InstalledPendingReboot' }), [SUMMARY]: summaryOf() };
    expect(diagnoseFiles(files).findings).toEqual([]);
  });

  test.each([
    ['breaks off', statesOf({ a: 'Installed' }).slice(0, 30)],
    ['names a time that is not yet', statesOf({ a: 'Installed' }, Date.UTC(2030, 0, 1) / 1000)],
    ['names a time before all time', statesOf({ a: 'Installed' }, -5)],
  ])('is damaged when it %s', (_how, text) => {
    const { findings } = diagnoseFiles({ [STATES]: text, ...agentUntil(300) });
    expect(briefOf(findings)).toEqual(['PATCH_STATE_FILE_CORRUPT active root']);
    expect(findings[0]).toMatchObject({ confidence: 'medium', subject: { kind: 'file', id: STATES } });
  });

  test.each([
    [
      'UTF-16',
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(statesOf({ a: 'InstalledRejected' }), 'utf16le'),
      ]),
    ],
    ['UTF-8 with a mark', `\ufeff${statesOf({ a: 'InstalledRejected' })}`],
    ['a list with capital names', JSON.stringify({ PatchStates: [{ Id: 'a', State: 'InstalledRejected' }] })],
  ])('may be %s', (_shape, text) => {
    expect(briefOf(diagnoseFiles({ [STATES]: text }).findings)).toEqual([
      'PATCH_REJECTED_INSTALLED active root',
    ]);
  });

  test('that is empty is no proof of damage', () => {
    expect(diagnoseFiles({ [STATES]: '', ...agentUntil(300) }).findings).toEqual([]);
  });
});
