import { describe, expect, test } from 'vitest';
import { found } from './found.ts';

describe('on macOS', () => {
  /** As launchctl prints a job, with its process where it runs. */
  const job = (...running: string[]): string =>
    [
      '{',
      '\t"LimitLoadToSessionType" = "System";',
      '\t"Label" = "com.amazon.aws.ssm";',
      '\t"OnDemand" = false;',
      '\t"LastExitStatus" = 256;',
      ...running.map((line) => `\t${line}`),
      '\t"Program" = "/opt/aws/ssm/bin/amazon-ssm-agent";',
      '};',
      '',
    ].join('\n');

  test('the service by launchctl', async () => {
    const LIST = 'launchctl list com.amazon.aws.ssm';
    const running = { [LIST]: { stdout: job('"PID" = 318;') } };
    expect(await found('agent-service', 'macos', running)).toMatchObject({ status: 'ok' });
    const ended = { [LIST]: { stdout: job() } };
    expect(await found('agent-service', 'macos', ended)).toMatchObject({ cause: 'AGENT_NOT_RUNNING' });
    const unknown = { [LIST]: { status: 113 } };
    expect(await found('agent-service', 'macos', unknown)).toMatchObject({ cause: 'AGENT_NOT_INSTALLED' });
  });

  test('a restart by what softwareupdate knows already', async () => {
    const LIST = 'softwareupdate --list --no-scan';
    const stdout =
      '* Label: macOS Sonoma 14.7\n\tTitle: macOS Sonoma 14.7, Version: 14.7, Size: 1000KiB, Recommended: YES, Action: restart, \n';
    expect(await found('reboot', 'macos', { [LIST]: { stdout } })).toMatchObject({
      cause: 'HOST_REBOOT_PENDING',
    });
    const none = { [LIST]: { stdout: 'No new software available.\n' } };
    expect(await found('reboot', 'macos', none)).toMatchObject({ status: 'ok' });
  });

  test('the proxy by the network settings', async () => {
    const stdout =
      '<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 3128\n  HTTPSProxy : proxy.synthetic.example\n}\n';
    const { summary, facts } = await found('proxy', 'macos', { 'scutil --proxy': { stdout } });
    expect(summary).toContain('https_proxy: proxy.synthetic.example:3128');
    expect(facts).toContainEqual({ name: 'place', value: 'the network settings' });
    expect(
      await found('proxy', 'macos', { 'scutil --proxy': { stdout: '<dictionary> {\n}\n' } }),
    ).toMatchObject({
      status: 'not-applicable',
    });
  });
});
