import type { Platform } from '../../src/vocabulary.ts';
import type { Message, Where } from './reference.ts';

/** A message and when it was written: minutes after 2026-11-20 00:00. */
export interface Written {
  readonly message: Pick<Message, 'area' | 'level'>;
  readonly text: string;
  readonly minute: number;
}

const NODE = 'i-0synthetic0000001';
const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
/** The one that the messages of the list name. */
const ASSOCIATION = '983247a6-1a3f-42cc-99cc-070fe2113070';

const LOGS: Readonly<Record<Platform, string>> = {
  linux: '/var/log/amazon/ssm',
  macos: '/var/log/amazon/ssm',
  windows: '/ProgramData/Amazon/SSM/Logs',
};
const DATA: Readonly<Record<Platform, string>> = {
  linux: '/var/lib/amazon/ssm',
  macos: '/opt/aws/ssm/data',
  windows: '/ProgramData/Amazon/SSM/InstanceData',
};
const STEPS: Readonly<Record<Platform, string>> = {
  linux: 'awsrunShellScript/PatchLinux',
  macos: 'awsrunShellScript/PatchMacOS',
  windows: 'awsrunPowerShellScript/PatchWindows',
};
const SYSTEM_LOGS: Readonly<Record<Platform, string | null>> = {
  linux: '/var/log/messages',
  macos: '/var/log/system.log',
  windows: null,
};
/** Areas of messages whose package manager has a log of its own. */
const PACKAGE_LOGS: Readonly<Record<string, string>> = {
  apt: '/var/log/apt/term.log',
  yum: '/var/log/yum.log',
  zypper: '/var/log/zypper.log',
};
const AGENT_FILES: Partial<Readonly<Record<Where, string>>> = {
  'agent-log': 'amazon-ssm-agent.log',
  'errors-log': 'errors.log',
  'hibernate-log': 'hibernate.log',
  'update-log': 'AmazonSSMAgent-update.txt',
};
/** Areas of messages that the worker of a document writes. */
const OF_A_DOCUMENT = /^(?:document|plugin|download-content|output-upload|package)$/;

/** The path of the file that holds messages of this kind; null where the platform has none. */
export function fileFor(where: Where, area: string, platform: Platform): string | null {
  const agentFile = AGENT_FILES[where];
  if (agentFile !== undefined) return `${LOGS[platform]}/${agentFile}`;
  const step = `${DATA[platform]}/${NODE}/document/orchestration/${COMMAND}/${stepFor(area, platform)}`;
  switch (where) {
    case 'plugin-stdout':
      return `${step}/stdout`;
    case 'plugin-stderr':
    case 'service-result':
      return `${step}/stderr`;
    case 'audit-log':
      return `${LOGS[platform]}/audits/amazon-ssm-agent-audit-2026-11-20`;
    case 'package-manager-log':
      return packageLogFor(area, platform);
    case 'audit-os':
      return platform === 'linux' ? '/var/log/audit/audit.log' : null;
    default:
      return SYSTEM_LOGS[platform];
  }
}

function packageLogFor(area: string, platform: Platform): string {
  switch (platform) {
    case 'linux':
      return PACKAGE_LOGS[area] ?? '/var/log/dnf.log';
    case 'macos':
      return '/var/log/install.log';
    case 'windows':
      return '/ProgramData/Amazon/PatchBaselineOperations/Logs/Install-PatchBaselineOperation-2026-11-20.log';
  }
}

/** A tree of the platform in which one file says these things, one after the other. */
export function treeWith(
  path: string,
  where: Where,
  written: readonly Written[],
): Readonly<Record<string, string>> {
  const lines = written.map((entry) => `${lineOf(where, entry)}\n`).join('');
  const errors = path.endsWith('/stdout') ? { [path.replace(/stdout$/, 'stderr')]: '' } : {};
  return { [path]: lines, ...errors };
}

function lineOf(where: Where, { message, text, minute }: Written): string {
  const at = new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString();
  const time = at.slice(11, 19);
  if (AGENT_FILES[where] !== undefined) {
    const level = /^(?:WARN|ERROR|INFO|CRITICAL)$/.test(message.level ?? '') ? message.level : 'ERROR';
    return `${at.slice(0, 10)} ${time}.0042 ${level} ${contextsOf(message.area)} ${text}`;
  }
  if (where === 'journal')
    return `Nov 20 ${time} ip-10-0-0-1 amazon-ssm-agent[812]: ${text.replaceAll('\n', ' ')}`;
  if (where === 'os-log') return `Nov 20 ${time} ip-10-0-0-1 kernel: ${text}`;
  return text;
}

function contextsOf(area: string): string {
  if (OF_A_DOCUMENT.test(area)) return `[ssm-document-worker] [${COMMAND}]`;
  if (area === 'association')
    return `[ssm-agent-worker] [MessageService] [Association] [associationId=${ASSOCIATION}]`;
  return '[ssm-agent-worker]';
}

function stepFor(area: string, platform: Platform): string {
  if (/inventory/.test(area)) return 'awssoftwareInventory/collectSoftwareInventoryItems';
  if (/update/.test(area)) return 'awsupdateSsmAgent/updateSSMAgent';
  return STEPS[platform];
}
