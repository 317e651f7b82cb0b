import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../../src/causes/catalogue.ts';
import { provingSteps } from '../../../src/diagnosis/verify/proving.ts';
import type { Operation, Platform } from '../../../src/report/report.ts';
import { aFinding, aReport } from '../../reporters/a-report.ts';

const { causes } = loadCatalogue('linux');
const NODE = aReport().node;
const ID = '5cbe845f-0000-4000-8000-000000000001';

function steps(operation: Partial<Operation>, cause = 'REPO_ACCESS_DENIED', node = NODE): string[] {
  const of = { ...aFinding().operation, associationId: null, documentName: null, id: 'x', ...operation };
  return provingSteps(of, causes.get(cause) ?? null, node).map(({ step }) => step);
}

test('an association is started once', () => {
  expect(steps({ kind: 'patch-install', associationId: ID })).toEqual([
    `aws ssm start-associations-once --association-ids ${ID} --region eu-west-1`,
  ]);
});

test('patching is sent again as it was, and never reboots by itself', () => {
  const patching = 'aws ssm send-command --document-name AWS-RunPatchBaseline --parameters Operation=';
  const rest = '--instance-ids i-0synthetic0001 --region eu-west-1';
  expect(steps({ kind: 'patch-install' })).toEqual([`${patching}Install,RebootOption=NoReboot ${rest}`]);
  expect(steps({ kind: 'patch-scan' })).toEqual([`${patching}Scan ${rest}`]);
  expect(steps({ kind: 'patch-install' }, 'PATCH_REBOOT_PENDING')).toEqual([`${patching}Scan ${rest}`]);
  const log = { kind: 'package', id: '/var/log/dnf.log' } as const;
  expect(steps(log)).toEqual([`${patching}Scan ${rest}`]);
  expect(steps(log, 'PKG_BROKEN_PACKAGES')).toEqual([`${patching}Install,RebootOption=NoReboot ${rest}`]);
});

test('of a command it is said how to look up what it was', () => {
  expect(steps({ kind: 'command', commandId: ID, documentName: 'Corp-Harden' })).toEqual([
    `aws ssm list-commands --command-id ${ID} --region eu-west-1`,
    'aws ssm send-command --document-name Corp-Harden --parameters NAME=VALUE --instance-ids i-0synthetic0001 --region eu-west-1',
  ]);
});

test.each<[Platform, string, string]>([
  ['linux', 'Amazon Linux 2023', 'sudo systemctl restart amazon-ssm-agent'],
  ['linux', 'Ubuntu 22.04', 'sudo snap restart amazon-ssm-agent || sudo systemctl restart amazon-ssm-agent'],
  ['macos', 'macOS 15', 'sudo launchctl kickstart -k system/com.amazon.aws.ssm'],
  ['windows', 'Windows Server 2022', 'Restart-Service AmazonSSMAgent'],
])('the agent of %s, %s, is started again', (platform, os, command) => {
  expect(steps({ kind: 'agent-connection' }, 'NETWORK_TIMEOUT', { ...NODE, platform, os })).toEqual([
    command,
  ]);
});

test('of a session, an inventory and an update of the agent', () => {
  expect(steps({ kind: 'session' })[0]).toContain('start-session --target i-0synthetic0001');
  expect(steps({ kind: 'inventory' })).toHaveLength(2);
  expect(steps({ kind: 'agent-update' })[0]).toContain('--document-name AWS-UpdateSSMAgent ');
});

test('nothing from a log can act in the shell that it is pasted into', () => {
  const evil = fc.oneof(fc.string(), fc.constantFrom('$(id)', '`id`', 'a;b', 'a b', "'", '--x', '\n'));
  const kinds = ['agent-start', 'command', 'inventory', 'package', 'patch-install', 'session'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), evil, evil, evil, (kind, name, id, region) => {
      const operation = { kind, id, documentName: name, associationId: id, commandId: id };
      for (const step of steps(operation, undefined, { ...NODE, id, region, os: '' }))
        expect(step).toMatch(/^(?:aws ssm|sudo systemctl)(?: [\w.,=/-]+)+$/);
    }),
  );
});
