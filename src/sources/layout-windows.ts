import type { Layout } from './layout.ts';

/** `%ProgramData%`, and where the agent looks when that is empty (`%AllUsersProfile%\Application Data`). */
const DATA = ['/ProgramData', '/Documents and Settings/All Users/Application Data'];
const SSM = DATA.map((folder) => `${folder}/Amazon/SSM`);
const PATCHING = '/ProgramData/Amazon/PatchBaselineOperations';
const UPDATING = '/ProgramData/Amazon/AWSUpdateWindowsInstance';

export const WINDOWS: Layout = {
  logs: SSM.map((folder) => `${folder}/Logs`),
  program: ['/Program Files/Amazon/SSM', '/Program Files/Amazon/SSM/configuration'],
  programs: ['/Program Files/Amazon/SSM/amazon-ssm-agent.exe'],
  relocated: [],
  data: SSM.map((folder) => `${folder}/InstanceData`),
  traces: SSM,
  stateFiles: [
    { kind: 'identity-config', paths: SSM.map((folder) => `${folder}/runtimeconfig/identity_config.json`) },
    { kind: 'registration', paths: SSM.map((folder) => `${folder}/InstanceData/registration`) },
    { kind: 'patch-states', paths: [`${PATCHING}/State/PatchStatesConfiguration.json`] },
    { kind: 'patch-inventory', paths: [`${PATCHING}/State/PatchInventoryFromLastOperation.json`] },
  ],
  otherLogs: [
    {
      kind: 'package-log',
      folders: [`${PATCHING}/Logs`],
      names: [],
      followed: true,
      perRun: true,
      pattern: /^(?:Install|Scan)-|\.(?:log|txt)$/i,
    },
    {
      kind: 'package-log',
      folders: [UPDATING],
      eachWith: 'Install-AwsUwiWindowsUpdates',
      names: [],
      pattern: /\.log$/i,
    },
    { kind: 'package-log', folders: ['/Windows'], names: ['WindowsUpdate.log'], pattern: null },
    {
      kind: 'package-log',
      folders: ['/Users/Administrator/Desktop'],
      names: ['WindowsUpdate.log'],
      pattern: null,
    },
    {
      kind: 'package-log',
      folders: ['/Windows/SoftwareDistribution'],
      names: ['ReportingEvents.log'],
      pattern: null,
    },
    { kind: 'package-log', folders: ['/Windows/Logs/CBS'], names: ['CBS.log'], pattern: null },
    { kind: 'package-log', folders: ['/Windows/Logs/DISM'], names: ['dism.log'], pattern: null },
  ],
};
