import { describe, expect, test } from 'vitest';
import { AGENT_LOG, agentLine, briefOf, COMMAND, diagnoseFiles, MESSAGES, NODE } from '../a-node.ts';
import { agentUntil, runOn, STATES, SUMMARY, statesOf, summaryOf } from './a-patched-node.ts';

const PENDING = {
  [SUMMARY]: summaryOf({ InstalledPendingRebootCount: '2', RebootOption: 'NoReboot' }),
  [STATES]: statesOf({ a: 'InstalledPendingReboot', b: 'InstalledPendingReboot' }),
};
const WTMP = '/var/log/wtmp';

/** A login, a start of the system, and another login. */
function loginRecords(size: number, bootAt: number): Buffer {
  const bytes = Buffer.alloc(3 * size);
  for (const [index, type] of [7, 2, 7].entries()) {
    bytes.writeInt16LE(type, index * size);
    if (size === 384) bytes.writeInt32LE(bootAt + index - 1, index * size + 340);
    else bytes.writeBigInt64LE(BigInt(bootAt + index - 1), index * size + 344);
  }
  return bytes;
}

/** The summary was written at 03:14. */
const START = 'Linux version 6.1.0-28-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12)';

describe('patches that wait for a restart', () => {
  test('wait as long as nothing shows a later start', () => {
    const { findings } = diagnoseFiles({ ...PENDING, ...agentUntil(600) });
    expect(briefOf(findings)).toEqual(['PATCH_REBOOT_PENDING active root']);
  });

  test.each([
    ['Nov 20 05:00:01 ip-10-0-0-1 kernel: ', START],
    ['Nov 20 05:00:01 ip-10-0-0-1 kernel: ', `[    0.000000] ${START}`],
    ['2026-11-20T05:00:01.123456+00:00 host kernel: ', START],
    [
      'Nov 20 05:00:01 host systemd[1]: ',
      'Startup finished in 2.318s (kernel) + 9.004s (userspace) = 11.3s.',
    ],
  ])('have had it when the system log shows one: %s%s', (head, text) => {
    const { findings } = diagnoseFiles({ ...PENDING, ...agentUntil(600), [MESSAGES]: `${head}${text}\n` });
    expect(briefOf(findings)).toEqual([
      'PATCH_SCAN_STALE active root',
      'PATCH_REBOOT_PENDING recovered root',
    ]);
    expect(findings[0]?.evidence.map(({ file }) => file)).toEqual([SUMMARY, MESSAGES]);
    expect(findings[1]?.recoveredBy?.evidence).toMatchObject({ file: MESSAGES, line: 1 });
  });

  test.each([
    ['an earlier start', `Nov 20 02:00:01 host kernel: ${START}`],
    ['the start of a user session', 'Nov 20 05:00:01 host systemd[1234]: Startup finished in 61ms.'],
    ['a start that has no time yet', `Dec 20 05:00:01 host kernel: ${START}`],
  ])('have not had it for %s', (_what, line) => {
    const { findings } = diagnoseFiles({ ...PENDING, ...agentUntil(600), [MESSAGES]: `${line}\n` });
    expect(briefOf(findings)).toEqual(['PATCH_REBOOT_PENDING active root']);
  });

  test.each([
    ['x86', 384],
    ['aarch64', 400],
  ])('have had it when the login records of %s show one', (_machine, size) => {
    const files = {
      ...PENDING,
      ...agentUntil(600),
      [WTMP]: loginRecords(size, Date.UTC(2026, 10, 20, 5) / 1000),
    };
    const { findings, coverage } = diagnoseFiles(files);
    expect(briefOf(findings)[0]).toBe('PATCH_SCAN_STALE active root');
    expect(findings[1]?.recoveredBy?.evidence).toMatchObject({
      file: WTMP,
      excerpt: 'system boot at 2026-11-20T05:00:00.000Z',
    });
    expect(coverage.every(({ status }) => status === 'read')).toBe(true);
  });

  test.each([
    ['cut in the middle of a record', loginRecords(384, Date.UTC(2026, 10, 20, 5) / 1000).subarray(0, 500)],
    ['of something else', Buffer.alloc(384, 0x41)],
    ['empty', Buffer.alloc(0)],
  ])('are not freed of it by login records that are %s', (_how, bytes) => {
    const { findings } = diagnoseFiles({ ...PENDING, ...agentUntil(600), [WTMP]: bytes });
    expect(briefOf(findings)).toEqual(['PATCH_REBOOT_PENDING active root']);
  });

  test('have had it when the running machine says so', () => {
    const live = (bootedAt: number | null) =>
      briefOf(diagnoseFiles({ ...PENDING, ...agentUntil(600) }, { live: { bootedAt } }).findings);
    expect(live(Date.UTC(2026, 10, 20, 6))[0]).toBe('PATCH_SCAN_STALE active root');
    expect(live(Date.UTC(2026, 10, 20, 1))).toEqual(['PATCH_REBOOT_PENDING active root']);
    expect(live(null)).toEqual(['PATCH_REBOOT_PENDING active root']);
  });

  test('are told by the output of the run alone, until a later run names a later start', () => {
    const told = runOn(20, '03:12:00', {
      operation: 'Install',
      lines: ['Reboot is not permitted because RebootOption is NoReboot'],
      verdict: 'Non-Compliant with severity of HIGH',
    });
    expect(briefOf(diagnoseFiles(told).findings)).toContain('PATCH_REBOOT_PENDING active root');
    const start = Date.UTC(2026, 10, 20, 5) / 1000;
    const later = runOn(20, '06:00:00', {
      lines: [`System Last Reboot Time: ${start}`],
      verdict: 'Compliant',
    });
    expect(briefOf(diagnoseFiles({ ...told, ...later }).findings)).not.toContain(
      'PATCH_REBOOT_PENDING active root',
    );
  });

  test('are none when the run forbids restarts and finds the node compliant', () => {
    const told = runOn(20, '03:12:00', {
      operation: 'Install',
      lines: ['Reboot is not permitted because RebootOption is NoReboot'],
      verdict: 'Compliant',
    });
    for (const files of [told, { ...told, [SUMMARY]: summaryOf({ ExecutionId: '' }) }])
      expect(diagnoseFiles(files)).toMatchObject({ findings: [], verdict: 'compliant' });
  });
});

describe('a restart that the payload asked for', () => {
  const NOTE = '/var/log/amazon/ssm/patch-baseline-operations-reboot-194timestamp';
  const at = Date.UTC(2026, 10, 20, 3, 14) / 1000;

  test('did not happen when the agent went on for long with the note still there', () => {
    const { findings } = diagnoseFiles({ [NOTE]: `${at}.25`, ...agentUntil(300) });
    expect(briefOf(findings)).toEqual(['HOST_REBOOT_FAILED active root']);
    expect(findings[0]).toMatchObject({ confidence: 'medium', evidence: [{ file: NOTE, line: 1 }] });
  });

  test.each([
    ['is under way', agentUntil(200)],
    ['happened', { ...agentUntil(300), [MESSAGES]: `Nov 20 03:16:00 host kernel: ${START}\n` }],
    ['cannot be told from an agent that says no more', {}],
  ])('%s', (_how, files) => {
    expect(diagnoseFiles({ [NOTE]: `${at}`, ...files }).findings).toEqual([]);
  });

  test('is judged by the clock of a running machine', () => {
    const report = (minute: number) =>
      diagnoseFiles(
        { [NOTE]: `${at}` },
        { live: { bootedAt: Date.UTC(2026, 10, 1) }, now: Date.UTC(2026, 10, 20, 3, minute) },
      );
    expect(briefOf(report(50).findings)).toEqual(['HOST_REBOOT_FAILED active root']);
    expect(report(20).findings).toEqual([]);
  });
});

describe('a restart that a step asked the agent for', () => {
  const asked = agentLine(
    200,
    'INFO',
    `document aws.ssm.${COMMAND}.${NODE} requested reboot, need to resume`,
  );
  const later = (minute: number): string => agentLine(minute, 'INFO', 'HealthCheck reporting agent health.');
  const started = agentLine(203, 'INFO', 'amazon-ssm-agent - v3.3.3050.0', '[amazon-ssm-agent] ');

  test('did not happen when the same agent went on for long', () => {
    const { findings } = diagnoseFiles({ [AGENT_LOG]: asked + later(240) });
    expect(briefOf(findings)).toEqual(['HOST_REBOOT_FAILED active root']);
    expect(findings[0]?.evidence).toMatchObject([{ file: AGENT_LOG, line: 1 }]);
  });

  test.each([
    ['is under way', asked + later(210)],
    ['happened, as the agent started anew', asked + started + later(300)],
    ['is the last that the log tells', asked],
  ])('%s', (_how, log) => {
    expect(diagnoseFiles({ [AGENT_LOG]: log }).findings).toEqual([]);
  });
});
