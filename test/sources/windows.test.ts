import { describe, expect, test } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import { discover } from '../../src/sources/discover.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { COMMAND, discoverIn, linesOf, NODE, skipsOf, writeTree } from './a-tree.ts';

const STEP = `Amazon/SSM/InstanceData/${NODE}/document/orchestration/${COMMAND}/awsrunPowerShellScript/PatchWindows`;
const FILES = {
  'ProgramData/Amazon/SSM/runtimeconfig/identity_config.json': `{"InstanceId":"${NODE}"}`,
  'ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log': 'x',
  'ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log.1': 'x',
  'ProgramData/Amazon/SSM/Logs/ssm-document-worker.log': 'x',
  'ProgramData/Amazon/SSM/Logs/errors.log': 'x',
  'ProgramData/Amazon/SSM/Logs/AmazonSSMAgent-update.txt': 'x',
  'ProgramData/Amazon/PatchBaselineOperations/State/PatchStatesConfiguration.json': '{}',
  'ProgramData/Amazon/PatchBaselineOperations/Logs/Install-PatchBaselineOperation-2026-11-20.log': 'x',
  'ProgramData/Amazon/AWSUpdateWindowsInstance/1f2e/Install-AwsUwiWindowsUpdates/run.log': 'x',
  'ProgramData/Amazon/AWSUpdateWindowsInstance/1f2e/Install-AwsUwiWindowsUpdates/state.json': '{}',
  'ProgramData/Amazon/AWSUpdateWindowsInstance/1f2e/Other/run.log': 'x',
  'Windows/WindowsUpdate.log': 'x',
  'Windows/SoftwareDistribution/ReportingEvents.log': 'x',
  'Windows/Logs/CBS/CBS.log': 'x',
  'Windows/Logs/DISM/dism.log': 'x',
  [`ProgramData/${STEP}/stdout`]: 'x',
  [`ProgramData/${STEP}/stderr`]: 'x',
};
const SEEN = [
  'identity-config C:/ProgramData/Amazon/SSM/runtimeconfig/identity_config.json',
  'patch-states C:/ProgramData/Amazon/PatchBaselineOperations/State/PatchStatesConfiguration.json',
  'agent-log C:/ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log.1',
  'agent-log C:/ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log',
  'agent-log C:/ProgramData/Amazon/SSM/Logs/ssm-document-worker.log',
  'errors-log C:/ProgramData/Amazon/SSM/Logs/errors.log',
  'update-log C:/ProgramData/Amazon/SSM/Logs/AmazonSSMAgent-update.txt',
  'package-log C:/ProgramData/Amazon/PatchBaselineOperations/Logs/Install-PatchBaselineOperation-2026-11-20.log',
  'package-log C:/ProgramData/Amazon/AWSUpdateWindowsInstance/1f2e/Install-AwsUwiWindowsUpdates/run.log',
  'package-log C:/Windows/WindowsUpdate.log',
  'package-log C:/Windows/SoftwareDistribution/ReportingEvents.log',
  'package-log C:/Windows/Logs/CBS/CBS.log',
  'package-log C:/Windows/Logs/DISM/dism.log',
  `step-output C:/ProgramData/${STEP}/stdout`,
  `step-output C:/ProgramData/${STEP}/stderr`,
];

function under(prefix: string): Record<string, string> {
  return Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`${prefix}${path}`, text]));
}

describe('a Windows tree', () => {
  test.each(['', 'C/', 'C:/', 'c$/', 'C%3A/'])(
    'copied to %j is found by the paths of the instance',
    (prefix) => {
      const discovery = discoverIn(writeTree(under(prefix)), 'windows');
      expect(linesOf(discovery)).toEqual(SEEN);
      expect(discovery.nodeIds).toEqual([NODE]);
      expect(discovery.skipped).toEqual([]);
    },
  );

  test('keeps the letter of its drive', () => {
    const discovery = discoverIn(
      writeTree({ 'C/data/x': '', 'D/ProgramData/Amazon/SSM/Logs/errors.log': '' }),
      'windows',
    );
    expect(linesOf(discovery)).toEqual(['errors-log D:/ProgramData/Amazon/SSM/Logs/errors.log']);
  });

  test('is found in any case, and shown as it is spelt', () => {
    const files = Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path.toLowerCase(), text]));
    const discovery = discoverIn(writeTree(files), 'windows');
    expect(linesOf(discovery)).toEqual(
      SEEN.map((line) => line.replace(/\/.*/, (path) => path.toLowerCase())),
    );
  });

  test('on a Windows machine has native paths', () => {
    const tree = Object.entries(FILES).map(([path, text]) => [`C:\\${path.replaceAll('/', '\\')}`, text]);
    const files = confinedFiles(memoryFiles(Object.fromEntries(tree)), 'C:\\');
    const discovery = discover({ files, root: 'C:\\', platform: 'windows', since: null, maxRuns: 10 });
    expect(linesOf(discovery)).toEqual(SEEN);
    expect(discovery.sources.at(-1)?.path).toBe(`C:\\ProgramData\\${STEP.replaceAll('/', '\\')}\\stderr`);
  });

  test('follows the template of seelog.xml into another folder, for each process', () => {
    const config = `<seelog><outputs>
      <rollingfile type="size" filename="D:\\Logs\\{{EXECUTABLENAME}}.log" maxsize="1" maxrolls="1"/>
      <rollingfile type="size" filename="{{LOCALAPPDATA}}\\Own\\errors.log" maxsize="1" maxrolls="1"/>
    </outputs></seelog>`;
    const root = writeTree({
      'Program Files/Amazon/SSM/seelog.xml': config,
      'Logs/ssm-agent-worker.log': 'x',
      'Logs/unrelated.log': 'x',
      'ProgramData/Own/errors.log': 'x',
    });
    expect(linesOf(discoverIn(root, 'windows'))).toEqual([
      'log-config C:/Program Files/Amazon/SSM/seelog.xml',
      'errors-log C:/ProgramData/Own/errors.log',
    ]);
    const onC = writeTree({
      'Program Files/Amazon/SSM/seelog.xml': config.replace('D:', 'C:'),
      'Logs/ssm-agent-worker.log': 'x',
    });
    expect(linesOf(discoverIn(onC, 'windows')).slice(1)).toEqual(['agent-log C:/Logs/ssm-agent-worker.log']);
  });

  test('without a system folder holds loose files', () => {
    const discovery = discoverIn(writeTree({ 'errors.log': 'x' }), 'windows');
    expect(linesOf(discovery)).toEqual(['errors-log C:/errors.log']);
    expect(skipsOf(discovery)).toEqual([]);
  });
});
