import { describe, expect, test } from 'vitest';
import { hostsEntry } from '../../../parsers/host/hosts-file.ts';
import { parseJob } from '../../../parsers/host/launchctl-list.ts';
import { parseMemory } from '../../../parsers/host/meminfo.ts';
import { mountOf, parseMounts } from '../../../parsers/host/mountinfo.ts';
import { lockName, parseLocks } from '../../../parsers/host/proc-locks.ts';
import { parseRegistryValues } from '../../../parsers/host/reg-query.ts';
import { parseServiceState } from '../../../parsers/host/sc-query.ts';
import { parseUnits } from '../../../parsers/host/systemctl-show.ts';

describe('systemctl show', () => {
  const TEXT = `Result=success
Id=amazon-ssm-agent.service
LoadState=loaded
ActiveState=activating
SubState=auto-restart
UnitFileState=enabled
MainPID=0
NRestarts=14

Id=snap.amazon-ssm-agent.amazon-ssm-agent.service
LoadState=not-found
ActiveState=inactive
SubState=dead
UnitFileState=
MainPID=0
`;

  test('gives every unit, in whatever order its properties stand', () => {
    expect(parseUnits(TEXT)).toEqual([
      {
        ...{ id: 'amazon-ssm-agent.service', load: 'loaded', active: 'activating', sub: 'auto-restart' },
        ...{ file: 'enabled', mainPid: 0, restarts: 14, result: 'success' },
      },
      {
        ...{ id: 'snap.amazon-ssm-agent.amazon-ssm-agent.service', load: 'not-found', active: 'inactive' },
        ...{ sub: 'dead', file: '', mainPid: 0, restarts: null, result: '' },
      },
    ]);
  });

  test('gives none for an error', () => {
    expect(parseUnits('System has not been booted with systemd as init system (PID 1).')).toEqual([]);
  });
});

describe('launchctl list', () => {
  test('gives the process, or how it ended', () => {
    const running = '{\n\t"Label" = "com.amazon.aws.ssm";\n\t"LastExitStatus" = 0;\n\t"PID" = 318;\n};\n';
    expect(parseJob(running)).toEqual({ pid: 318, lastExitStatus: 0 });
    const ended = '{\n\t"Label" = "com.amazon.aws.ssm";\n\t"LastExitStatus" = 256;\n};\n';
    expect(parseJob(ended)).toEqual({ pid: null, lastExitStatus: 256 });
  });
});

describe('sc query', () => {
  test('takes the word of the state, whatever the language of the label', () => {
    const english =
      '\r\nSERVICE_NAME: AmazonSSMAgent \r\n        TYPE               : 10  WIN32_OWN_PROCESS  \r\n        STATE              : 4  RUNNING \r\n';
    const german =
      '\r\nSERVICE_NAME: AmazonSSMAgent \r\n        TYP                : 10  WIN32_OWN_PROCESS  \r\n        STATUS             : 1  STOPPED \r\n';
    expect(parseServiceState(english)).toBe('RUNNING');
    expect(parseServiceState(german)).toBe('STOPPED');
    expect(parseServiceState('[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\r\n')).toBeNull();
  });
});

describe('reg query', () => {
  test('gives numbers as numbers, and lists and texts as printed', () => {
    const text = `
HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent
    Type    REG_DWORD    0x10
    Start    REG_DWORD    0x2
    ImagePath    REG_EXPAND_SZ    "C:\\Program Files\\Amazon\\SSM\\amazon-ssm-agent.exe"
    Some Name    REG_SZ    with blanks
    Empty    REG_SZ    

HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent\\Security
`.replaceAll('\n', '\r\n');
    expect([...parseRegistryValues(text)]).toEqual([
      ['type', 16],
      ['start', 2],
      ['imagepath', '"C:\\Program Files\\Amazon\\SSM\\amazon-ssm-agent.exe"'],
      ['some name', 'with blanks'],
      ['empty', ''],
    ]);
  });
});

describe('mountinfo', () => {
  const MOUNTS = parseMounts(
    [
      '22 1 259:2 / / rw,noatime shared:1 - xfs /dev/nvme0n1p1 rw,attr2',
      '30 22 259:5 / /var/lib/amazon rw,nosuid,noexec shared:9 master:2 - ext4 /dev/nvme1n1 rw',
      '31 22 259:6 / /mnt/with\\040blank rw - ext4 /dev/sdb rw',
      '32 22 259:7 / /boot rw,relatime - ext4 /dev/sdc ro,errors=remount-ro',
      '33 22 0:40 / /boot rw - tmpfs none rw',
    ].join('\n'),
  );

  test('finds the mount that a path lies on, the last one at a point', () => {
    expect(mountOf(MOUNTS, '/var/lib/amazon/ssm')?.options.has('noexec')).toBe(true);
    expect(mountOf(MOUNTS, '/var/lib/amazonas')?.point).toBe('/');
    expect(mountOf(MOUNTS, '/boot/grub')?.type).toBe('tmpfs');
    expect(mountOf(MOUNTS, '/mnt/with blank/x')?.source).toBe('/dev/sdb');
    expect(mountOf([], '/')).toBeNull();
  });

  test('counts the options of the file system, too', () => {
    expect(MOUNTS.find(({ source }) => source === '/dev/sdc')?.options.has('ro')).toBe(true);
  });
});

describe('meminfo', () => {
  test('gives bytes, and does without the estimate of newer kernels', () => {
    const old = 'MemTotal:        1000 kB\nMemFree:          100 kB\nCached:           50 kB\n';
    expect(parseMemory(old)).toEqual({ total: 1024e3, available: 153_600, swapTotal: 0, swapFree: 0 });
    const now = `${old}MemAvailable:     400 kB\nSwapTotal:       20 kB\nSwapFree:        10 kB\n`;
    expect(parseMemory(now)).toMatchObject({ available: 409_600, swapTotal: 20_480, swapFree: 10_240 });
    expect(parseMemory('')).toBeNull();
  });
});

describe('locks', () => {
  test('names files as stat does, and leaves out who waits', () => {
    const text =
      '1: POSIX  ADVISORY  WRITE 4711 103:01:524305 0 EOF\n1: -> POSIX  ADVISORY  WRITE 4712 103:01:524305 0 EOF\n2: FLOCK  ADVISORY  WRITE 812 00:1a:77 0 EOF\n';
    expect(parseLocks(text)).toEqual([
      { pid: 4711, file: '259:1:524305' },
      { pid: 812, file: '0:26:77' },
    ]);
    expect(lockName(259 * 256 + 1, 524_305)).toBe('259:1:524305');
  });
});

describe('hosts', () => {
  test('finds a name in any case, and all its addresses', () => {
    const text =
      '127.0.0.1 localhost # ssm.eu-west-1.amazonaws.com\n10.0.0.7\tssm.EU-west-1.amazonaws.com other\n';
    expect(hostsEntry(text, 'ssm.eu-west-1.amazonaws.com')).toEqual(['10.0.0.7']);
    expect(hostsEntry(text, 'kms.eu-west-1.amazonaws.com')).toBeNull();
  });
});
