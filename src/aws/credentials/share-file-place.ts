import type { IdentityConfig } from '../../../parsers/state/identity-config.ts';
import { variable } from '../../platform/environment.ts';
import type { Machine } from '../../platform/machine.ts';
import type { Platform } from '../../vocabulary.ts';

/** Home of the user that the agent runs as. */
const AGENT_HOME: Readonly<Record<Platform, string>> = {
  linux: '/root',
  macos: '/var/root',
  windows: 'C:\\Windows\\System32\\config\\systemprofile',
};
/** Where the agent shares what it gets by Default Host Management. */
const HOST_MANAGEMENT: Readonly<Record<Platform, string>> = {
  linux: '/var/lib/amazon/ssm/credentials',
  macos: '/opt/aws/ssm/data/credentials',
  windows: 'C:\\Program Files\\Amazon\\SSM\\credentials',
};

type Asked = Pick<Machine, 'platform' | 'environment'>;

/** Where the agent shares credentials when its state names no file; null where it has none of its own to share. */
export function defaultShareFile(config: IdentityConfig, { platform, environment }: Asked): string | null {
  const isHybrid = config.identityType === 'OnPrem' || config.instanceId.startsWith('mi-');
  if (isHybrid) {
    const separator = platform === 'windows' ? '\\' : '/';
    const own = `${AGENT_HOME[platform]}${separator}.aws${separator}credentials`;
    return variable(environment, 'AWS_SHARED_CREDENTIALS_FILE') ?? own;
  }
  return config.credentialSource === 'SSM' ? HOST_MANAGEMENT[platform] : null;
}

/**
 * Why a path that the agent's state names is not opened; null when it may be. On Windows the rights of a file are not
 * in its mode, so it has to lie where only administrators and this user may write.
 */
export function troubleWithPath(path: string, { platform, environment }: Asked): string | null {
  const isWindows = platform === 'windows';
  const steps = path.split(isWindows ? /[\\/]/ : '/');
  const isAbsolute = isWindows ? /^[a-z]:[\\/]/i.test(path) : path.startsWith('/');
  if (!isAbsolute || steps.includes('..') || path.includes('\0'))
    return 'expected an absolute path without .., found another; restart the agent, which writes it anew';
  if (!isWindows) return null;
  const folders = [
    `${variable(environment, 'PROGRAMFILES') ?? 'C:\\Program Files'}\\Amazon\\SSM`,
    AGENT_HOME.windows,
    variable(environment, 'USERPROFILE'),
  ].filter((folder) => folder !== null);
  const isBelow = folders.some((folder) => folded(path).startsWith(`${folded(folder)}\\`));
  return isBelow
    ? null
    : `expected a file below ${folders.join(' or ')}, where only administrators may write`;
}

function folded(path: string): string {
  return path.replaceAll('/', '\\').toLowerCase();
}
