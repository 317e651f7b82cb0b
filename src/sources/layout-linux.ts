import { JOURNAL_EXPORT } from './journal-export.ts';
import type { Layout } from './layout.ts';

const LOGS = '/var/log/amazon/ssm';
const STATE = '/var/lib/amazon/ssm';
/** The control container of Bottlerocket keeps the state of its agent here. */
const BOTTLEROCKET = '/.bottlerocket/host-containers/current/ssm';

/** The snap package keeps its logs, settings and data where the other packages do. */
export const LINUX: Layout = {
  logs: [LOGS],
  program: ['/etc/amazon/ssm'],
  // Of the snap and of the container of Bottlerocket the folder will do.
  programs: ['/usr/bin/amazon-ssm-agent', '/snap/amazon-ssm-agent/current', BOTTLEROCKET],
  relocated: ['/opt', '/usr/local'],
  data: [STATE, BOTTLEROCKET],
  traces: ['/snap/amazon-ssm-agent'],
  stateFiles: [
    {
      kind: 'identity-config',
      paths: [STATE, BOTTLEROCKET].map((folder) => `${folder}/runtimeconfig/identity_config.json`),
    },
    { kind: 'registration', paths: [STATE, BOTTLEROCKET].map((folder) => `${folder}/registration`) },
    { kind: 'patch-states', paths: [`${LOGS}/patch-configuration/patch-states-configuration.json`] },
    {
      kind: 'patch-inventory',
      paths: [`${LOGS}/patch-configuration/patch-inventory-from-last-operation.json`],
    },
    { kind: 'login-records', paths: ['/var/log/wtmp'] },
    { kind: 'os-release', paths: ['/etc/os-release', '/usr/lib/os-release'] },
    { kind: 'time-zone', paths: ['/etc/timezone', '/etc/sysconfig/clock'] },
  ],
  otherLogs: [
    { kind: 'system-log', folders: ['/var/log'], names: ['messages', 'syslog'], pattern: JOURNAL_EXPORT },
    { kind: 'system-log', folders: ['/var/log/audit'], names: ['audit.log'], pattern: null },
    { kind: 'system-log', folders: ['/'], names: [], pattern: JOURNAL_EXPORT },
    {
      kind: 'package-log',
      folders: ['/var/log'],
      names: ['dnf.log', 'dnf.rpm.log', 'dnf.librepo.log', 'dnf5.log', 'yum.log', 'dpkg.log', 'zypper.log'],
      pattern: null,
    },
    { kind: 'package-log', folders: ['/var/log/apt'], names: ['term.log', 'history.log'], pattern: null },
    { kind: 'package-log', folders: ['/var/log/zypp'], names: ['history'], pattern: null },
    {
      kind: 'package-log',
      folders: ['/var/log/unattended-upgrades'],
      names: ['unattended-upgrades.log', 'unattended-upgrades-dpkg.log', 'unattended-upgrades-shutdown.log'],
      pattern: null,
    },
  ],
};
