import { launchdPlist } from '../src/agent/service/launchd-plist.ts';
import { systemdUnit } from '../src/agent/service/systemd-unit.ts';
import { windowsTask } from '../src/agent/service/windows-task.ts';

/** The unit as `ssm-doctor agent install` writes it, for every version of systemd; older ones ignore what they do not know. */
export function generateSystemdUnit(): string {
  return systemdUnit({
    program: ['/opt/ssm-doctor/ssm-doctor'],
    state: '/var/lib/ssm-doctor',
    log: '/var/log/ssm-doctor/agent.log',
  });
}

/** The daemon as `ssm-doctor agent install` writes it. */
export function generateLaunchdPlist(): string {
  return launchdPlist({
    program: ['/opt/ssm-doctor/ssm-doctor'],
    state: '/Library/Application Support/ssm-doctor',
    log: '/Library/Logs/ssm-doctor/agent.log',
  });
}

/** The task as `ssm-doctor agent install` registers it; from UTF-16, so that it can be read and compared. */
export function generateWindowsTask(): string {
  const task = windowsTask({
    program: ['C:\\Program Files\\ssm-doctor\\ssm-doctor.exe'],
    state: 'C:\\ProgramData\\ssm-doctor',
    log: 'C:\\ProgramData\\ssm-doctor\\logs\\agent.log',
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${task}`;
}
