import type { Platform } from '../../report/report.ts';
import type { AskedKind, Place } from '../../report/subject-report.ts';

interface Tree {
  readonly logs: string;
  readonly runs: string;
  readonly state: string;
  readonly packages: string;
  readonly step: string;
}

const TREES: Readonly<Record<Platform, Tree>> = {
  linux: {
    logs: '/var/log/amazon/ssm/amazon-ssm-agent.log',
    runs: '/var/lib/amazon/ssm/NODE/document/orchestration',
    state: '/var/log/amazon/ssm/patch-configuration/patch-states-configuration.json',
    packages: '/var/log: dnf.rpm.log, yum.log, dpkg.log, apt/term.log, zypp/history',
    step: 'PatchLinux/stdout',
  },
  macos: {
    logs: '/var/log/amazon/ssm/amazon-ssm-agent.log',
    runs: '/opt/aws/ssm/data/NODE/document/orchestration',
    state: '/var/log/amazon/ssm/patch-configuration/patch-states-configuration.json',
    packages: '/var/log/install.log',
    step: 'PatchMacOS/stdout',
  },
  windows: {
    logs: 'C:/ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log',
    runs: 'C:/ProgramData/Amazon/SSM/InstanceData/NODE/document/orchestration',
    state: 'C:/ProgramData/Amazon/PatchBaselineOperations/State/PatchStatesConfiguration.json',
    packages: 'C:/ProgramData/Amazon/PatchBaselineOperations/Logs, C:/Windows/WindowsUpdate.log',
    step: 'PatchWindows/stdout',
  },
};

/** Where on a node of a platform a subject of this kind leaves its traces. */
export function placesOf(kind: AskedKind, name: string, platform: Platform): Place[] {
  const { logs, runs, state, packages, step } = TREES[platform];
  switch (kind) {
    case 'run':
      return [
        { what: 'its outputs', where: `${runs}/${name}` },
        { what: 'the agent about it', where: logs },
      ];
    case 'document':
      return [
        { what: 'the agent about its runs', where: logs },
        { what: 'runs that are not finished', where: runs.replace('/orchestration', '/state') },
      ];
    case 'cause':
      return [{ what: 'all that a diagnosis reads', where: 'ssm-doctor diagnose -v lists it' }];
    case 'name':
    case 'patch':
      return [
        { what: 'outputs of patch runs', where: `${runs}/…/${step}` },
        { what: 'installed patches by state', where: state },
        { what: 'logs of what installs it', where: packages },
      ];
  }
}
