import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND, discoverIn, linesOf, NODE, skipsOf, writeTree } from './a-tree.ts';

const STEP = `opt/aws/ssm/data/${NODE}/document/orchestration/${COMMAND}/awsrunShellScript/PatchMacOS`;

describe('a macOS tree', () => {
  test('keeps state and runs below /opt/aws/ssm', () => {
    const root = writeTree({
      'opt/aws/ssm/runtimeconfig/identity_config.json': `{"InstanceId":"${NODE}"}`,
      'opt/aws/ssm/data/registration': '{}',
      'opt/aws/ssm/seelog.xml': '<seelog/>',
      'var/log/amazon/ssm/amazon-ssm-agent.log': 'x',
      'var/log/install.log': 'x',
      'System/Library/CoreServices/SystemVersion.plist': '<plist/>',
      'Library/Receipts/InstallHistory.plist': '<plist/>',
      [`${STEP}/stdout`]: 'x',
    });
    expect(linesOf(discoverIn(root, 'macos'))).toEqual([
      'identity-config /opt/aws/ssm/runtimeconfig/identity_config.json',
      'registration /opt/aws/ssm/data/registration',
      'os-release /System/Library/CoreServices/SystemVersion.plist',
      'install-history /Library/Receipts/InstallHistory.plist',
      'log-config /opt/aws/ssm/seelog.xml',
      'agent-log /var/log/amazon/ssm/amazon-ssm-agent.log',
      'package-log /var/log/install.log',
      `step-output /${STEP}/stdout`,
    ]);
  });

  test.each(['private/var', '/private/var'])('with /var as a link to %s is read once', (target) => {
    const root = writeTree({ 'private/var/log/amazon/ssm/errors.log': 'x', 'opt/x': '' });
    symlinkSync(target, join(root, 'var'));
    const discovery = discoverIn(root, 'macos');
    const shown = target === 'private/var' ? '/var' : '/private/var';
    expect(linesOf(discovery)).toEqual([`errors-log ${shown}/log/amazon/ssm/errors.log`]);
    expect(skipsOf(discovery)).toEqual([]);
  });
});
