import { describe, expect, test } from 'vitest';
import type { CheckOutcome } from '../../../src/report/check-report.ts';
import { found, type Outputs } from './found.ts';

describe('on Windows', () => {
  /** As reg.exe prints a key with its values. */
  const values = (...lines: string[]) => ({
    stdout: `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Synthetic\r\n${lines.map((line) => `    ${line}\r\n`).join('')}\r\n`,
  });
  const start = (mode: number) => values(`Start    REG_DWORD    0x${mode}`);
  /** As sc.exe prints a service. */
  const state = (text: string) => ({
    stdout: [
      '',
      'SERVICE_NAME: AmazonSSMAgent ',
      '        TYPE               : 10  WIN32_OWN_PROCESS  ',
      `        STATE              : ${text} `,
      '                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)',
      '        WIN32_EXIT_CODE    : 0  (0x0)',
      '        SERVICE_EXIT_CODE  : 0  (0x0)',
      '        CHECKPOINT         : 0x0',
      '        WAIT_HINT          : 0x0',
      '',
    ].join('\r\n'),
  });

  test('the service runs, is stopped, or is not known', async () => {
    const running = { 'sc.exe query AmazonSSMAgent': state('4  RUNNING'), 'reg.exe query': start(2) };
    expect(await found('agent-service', 'windows', running)).toMatchObject({ status: 'ok' });
    expect(await found('agent-startup', 'windows', running)).toMatchObject({ status: 'ok' });
    const stopped = { 'sc.exe query AmazonSSMAgent': state('1  STOPPED'), 'reg.exe query': start(4) };
    expect(await found('agent-service', 'windows', stopped)).toMatchObject({ cause: 'AGENT_NOT_RUNNING' });
    expect(await found('agent-startup', 'windows', stopped)).toMatchObject({ status: 'failed' });
    const absent = { 'sc.exe query AmazonSSMAgent': { status: 1060 } };
    expect(await found('agent-service', 'windows', absent)).toMatchObject({ cause: 'AGENT_NOT_INSTALLED' });
  });

  const STATE = 'reg.exe query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State';
  test.each<[string, Outputs, Partial<CheckOutcome>]>([
    ['complete', { [STATE]: values('ImageState    REG_SZ    IMAGE_STATE_COMPLETE') }, { status: 'ok' }],
    [
      'not complete',
      { [STATE]: values('ImageState    REG_SZ    IMAGE_STATE_UNDEPLOYABLE') },
      {
        ...{ status: 'failed', cause: 'HOST_SYSPREP_INCOMPLETE' },
        summary: 'Windows image state should be IMAGE_STATE_COMPLETE but it is IMAGE_STATE_UNDEPLOYABLE',
      },
    ],
    [
      'without a key',
      { [STATE]: { status: 1 } },
      { status: 'not-applicable', summary: "Couldn't find registry key for ImageState" },
    ],
  ])('Sysprep is %s', async (_name, outputs, expected) => {
    expect(await found('sysprep', 'windows', outputs)).toMatchObject(expected);
  });

  test('a restart is due by each of its keys, and is not where none is there', async () => {
    const none = { 'reg.exe query': { status: 1 } };
    const session = 'reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager';
    const calm = { [session]: values('BootExecute    REG_MULTI_SZ    autocheck autochk *'), ...none };
    expect(await found('reboot', 'windows', calm)).toMatchObject({ status: 'ok' });
    const servicing = 'reg.exe query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component';
    const pending = { [servicing]: values(), ...calm };
    expect(await found('reboot', 'windows', pending)).toMatchObject({ cause: 'HOST_REBOOT_PENDING' });
    const renames = {
      [session]: values('PendingFileRenameOperations    REG_MULTI_SZ    \\??\\C:\\a\\0'),
      ...none,
    };
    expect(await found('reboot', 'windows', renames)).toMatchObject({ cause: 'HOST_REBOOT_PENDING' });
  });

  test('services of Windows Update: disabled, missing, fine', async () => {
    const fine = { 'reg.exe query': start(3) };
    expect(await found('windows-update-services', 'windows', fine)).toMatchObject({ status: 'ok' });
    const key = 'reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\wuauserv';
    expect(await found('windows-update-services', 'windows', { [key]: start(4), ...fine })).toMatchObject({
      ...{ cause: 'WU_SERVICE_DISABLED', summary: 'disabled: wuauserv' },
    });
    const gone = { [key]: { status: 1 }, ...fine };
    expect(await found('windows-update-services', 'windows', gone)).toMatchObject({
      cause: 'WU_SERVICE_MISSING',
    });
  });

  const POLICY = 'reg.exe query HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate';
  const USES_WSUS = { [`${POLICY}\\AU`]: values('UseWUServer    REG_DWORD    0x1') };
  test.each<[string, Outputs, Partial<CheckOutcome>]>([
    [
      'WSUS',
      { ...USES_WSUS, [POLICY]: values('WUServer    REG_SZ    https://wsus.example:8531') },
      { status: 'ok', summary: 'updates come from the WSUS server https://wsus.example:8531' },
    ],
    [
      'WSUS without a server',
      { ...USES_WSUS, [POLICY]: values('TargetGroup    REG_SZ    x') },
      { cause: 'WU_POLICY_BLOCKED' },
    ],
    [
      'no access',
      {
        [`${POLICY}\\AU`]: { status: 1 },
        [POLICY]: values('DisableWindowsUpdateAccess    REG_DWORD    0x1'),
      },
      { cause: 'WU_POLICY_BLOCKED' },
    ],
    ['none', { 'reg.exe query': { status: 1 } }, { status: 'not-applicable' }],
  ])('policy: %s', async (_name, outputs, expected) => {
    expect(await found('windows-update-policy', 'windows', outputs)).toMatchObject(expected);
  });
});
