import { JOURNAL_EXPORT } from './journal-export.ts';
import type { Layout } from './layout.ts';

/** `/var` is a link to `/private/var`; a copy of the tree may hold only one of the two. */
const LOGS = ['/var/log/amazon/ssm', '/private/var/log/amazon/ssm'];
const SYSTEM_LOGS = ['/var/log', '/private/var/log'];
const STATE = '/opt/aws/ssm';

export const MACOS: Layout = {
  logs: LOGS,
  program: [STATE],
  programs: [`${STATE}/bin/amazon-ssm-agent`],
  relocated: [],
  data: [`${STATE}/data`],
  traces: [],
  stateFiles: [
    { kind: 'identity-config', paths: [`${STATE}/runtimeconfig/identity_config.json`] },
    { kind: 'registration', paths: [`${STATE}/data/registration`] },
    {
      kind: 'patch-states',
      paths: LOGS.map((folder) => `${folder}/patch-configuration/patch-states-configuration.json`),
    },
    {
      kind: 'patch-inventory',
      paths: LOGS.map((folder) => `${folder}/patch-configuration/patch-inventory-from-last-operation.json`),
    },
    { kind: 'os-release', paths: ['/System/Library/CoreServices/SystemVersion.plist'] },
    { kind: 'install-history', paths: ['/Library/Receipts/InstallHistory.plist'] },
  ],
  otherLogs: [
    { kind: 'system-log', folders: SYSTEM_LOGS, names: ['system.log'], pattern: JOURNAL_EXPORT },
    { kind: 'package-log', folders: SYSTEM_LOGS, names: ['install.log'], pattern: null },
  ],
};
