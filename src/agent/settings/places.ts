import { posix, win32 } from 'node:path';
import { stateFolder } from '../../delivery/spool/state-folder.ts';
import { type Environment, variable } from '../../platform/environment.ts';
import type { Platform } from '../../vocabulary.ts';

/** Where the agent keeps what it needs, unless its settings say otherwise. */
export interface AgentPlaces {
  readonly platform: Platform;
  /** Where its settings are looked for. */
  readonly settings: string;
  /** Its state, which `report` uses, too. */
  readonly state: string;
  /** Its own log. */
  readonly log: string;
}

/**
 * The places of a platform. On Windows the settings are where only administrators may write: every user may make files
 * below %ProgramData%, and the mode of a file does not tell.
 */
export function agentPlaces(platform: Platform, environment: Environment): AgentPlaces {
  switch (platform) {
    case 'linux':
      return {
        platform,
        settings: '/etc/ssm-doctor/agent.yaml',
        state: posix.normalize(stateFolder(platform, '/', null)),
        log: '/var/log/ssm-doctor/agent.log',
      };
    case 'macos':
      return {
        platform,
        settings: '/Library/Application Support/ssm-doctor/agent.yaml',
        state: posix.normalize(stateFolder(platform, '/', null)),
        log: '/Library/Logs/ssm-doctor/agent.log',
      };
    case 'windows': {
      const programs = variable(environment, 'PROGRAMFILES') ?? 'C:\\Program Files';
      const data = variable(environment, 'PROGRAMDATA') ?? 'C:\\ProgramData';
      return {
        platform,
        settings: win32.join(programs, 'ssm-doctor', 'agent.yaml'),
        state: win32.normalize(stateFolder(platform, 'C:\\', data)),
        log: win32.join(data, 'ssm-doctor', 'logs', 'agent.log'),
      };
    }
  }
}
