import { posix } from 'node:path';
import { AGENT_ARGUMENTS, MARKER, type UnitFacts } from './unit-facts.ts';

/** A line of a unit, and the first version of systemd that knows it; older ones complain about it at every reload. */
type Line = string | { readonly since: number; readonly line: string };

/** What systemd makes itself at each start, with its owner and mode, and lets the service write to. */
const OWN_STATE = '/var/lib/ssm-doctor';
const OWN_LOGS = '/var/log/ssm-doctor';
/** Below it the agent of Systems Manager has the folder of custom inventory, under the id of the node. */
const SSM_STATE = '/var/lib/amazon/ssm';

/**
 * The unit of the agent, for a version of systemd (see systemd.exec(5), systemd.service(5), systemd.resource-control(5)).
 * It reads the whole file system, since evidence may lie anywhere, writes to its own folders, and is not kept from the
 * network.
 */
export function systemdUnit(facts: UnitFacts, version = Number.POSITIVE_INFINITY): string {
  const lines = linesOf(facts)
    .filter((line) => typeof line === 'string' || line.since <= version)
    .map((line) => (typeof line === 'string' ? line : line.line));
  return `${lines.join('\n')}\n`;
}

function linesOf(facts: UnitFacts): Line[] {
  return [
    `# ${MARKER}, which writes it anew.`,
    '# Put changes into a drop-in: systemctl edit ssm-doctor',
    '[Unit]',
    'Description=ssm-doctor agent: says why Systems Manager calls this node non-compliant',
    'After=network.target',
    '# However often it fails, it is tried again.',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    { since: 240, line: 'Type=exec' },
    `ExecStart=${commandLine([...facts.program, ...AGENT_ARGUMENTS])}`,
    'ExecReload=/bin/kill -HUP $MAINPID',
    'Restart=on-failure',
    'RestartSec=30',
    { since: 254, line: 'RestartSteps=5' },
    { since: 254, line: 'RestartMaxDelaySec=15min' },
    '# Settings that cannot be used do not mend themselves.',
    'RestartPreventExitStatus=2',
    'KillMode=mixed',
    'TimeoutStopSec=30',
    'SyslogIdentifier=ssm-doctor',
    '',
    ...limits(),
    '',
    ...writable(facts),
    'UMask=0077',
    '',
    ...hardening(),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
}

function limits(): Line[] {
  return [
    '# Diagnoses are made by a child: one that is too large ends alone.',
    'MemoryMax=512M',
    { since: 243, line: 'OOMPolicy=continue' },
    'CPUQuota=50%',
    'Nice=10',
    'IOSchedulingClass=idle',
    'TasksMax=64',
  ];
}

/** A path with `-` before it may be missing. */
function writable({ state, log }: UnitFacts): string[] {
  const logs = posix.dirname(log);
  const others = [SSM_STATE, ...(state === OWN_STATE ? [] : [state]), ...(logs === OWN_LOGS ? [] : [logs])];
  return [
    ...(state === OWN_STATE ? ['StateDirectory=ssm-doctor', 'StateDirectoryMode=0700'] : []),
    ...(logs === OWN_LOGS ? ['LogsDirectory=ssm-doctor', 'LogsDirectoryMode=0700'] : []),
    `ReadWritePaths=${others.map((path) => quoted(`-${escaped(path)}`)).join(' ')}`,
  ];
}

function hardening(): Line[] {
  return [
    'ProtectSystem=strict',
    'ProtectHome=read-only',
    'PrivateTmp=yes',
    'PrivateDevices=yes',
    'NoNewPrivileges=yes',
    '# To read what is not of root.',
    'CapabilityBoundingSet=CAP_DAC_READ_SEARCH',
    'ProtectKernelTunables=yes',
    'ProtectKernelModules=yes',
    { since: 244, line: 'ProtectKernelLogs=yes' },
    'ProtectControlGroups=yes',
    { since: 245, line: 'ProtectClock=yes' },
    { since: 242, line: 'ProtectHostname=yes' },
    'LockPersonality=yes',
    'RestrictNamespaces=yes',
    'RestrictRealtime=yes',
    { since: 242, line: 'RestrictSUIDSGID=yes' },
    'RemoveIPC=yes',
    'KeyringMode=private',
    '# The network, names, and the addresses of this machine.',
    'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
    'SystemCallArchitectures=native',
    'SystemCallFilter=@system-service',
    'SystemCallErrorNumber=EPERM',
  ];
}

/** The program itself is taken as it stands; in what follows it, `$` begins a variable. */
function commandLine([program = '', ...rest]: readonly string[]): string {
  const words = rest.map((word) => quoted(escaped(word).replaceAll('$', '$$$$')));
  return [quoted(escaped(program)), ...words].join(' ');
}

/** `%` begins a specifier. */
function escaped(word: string): string {
  return word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`;
}
