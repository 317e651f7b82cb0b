import { describe, expect, test } from 'vitest';
import { questionOf } from '../../../src/diagnosis/subject/question.ts';

describe('what is asked about', () => {
  test.each([
    ['KB5034441', 'patch', 'KB5034441'],
    ['5034441', 'patch', 'KB5034441'],
    ['kb 5034441', 'patch', 'KB5034441'],
    ['A55C1000-0000-4000-8000-000000000001', 'run', 'a55c1000-0000-4000-8000-000000000001'],
    ['AWS-RunPatchBaseline', 'document', 'AWS-RunPatchBaseline'],
    ['AmazonCloudWatch-ManageAgent', 'document', 'AmazonCloudWatch-ManageAgent'],
    ['arn:aws:ssm:eu-west-1:123456789012:document/AWS-RunShellScript', 'document', 'AWS-RunShellScript'],
    ['repo_access_denied', 'cause', 'REPO_ACCESS_DENIED'],
    ['openssl', 'name', 'openssl'],
    ['openssl-libs.x86_64', 'name', 'openssl-libs'],
    ['openssl-libs-1:3.2.2-1.el9_4.x86_64', 'name', 'openssl-libs'],
    ['java-1.8.0-openjdk', 'name', 'java-1.8.0-openjdk'],
    ['bind9-libs:amd64', 'name', 'bind9-libs'],
    ['bind9-libs.amd64:1:9.16.1-0ubuntu2.9', 'name', 'bind9-libs'],
    ['curl=7.88.1-10', 'name', 'curl'],
    ['libstdc++', 'name', 'libstdc++'],
    ['Custom:Backup', 'name', 'Custom:Backup'],
    ['../../etc/passwd', 'name', '../../etc/passwd'],
  ])('%s is %s %s', (asked, kind, name) => {
    expect(questionOf(asked)).toMatchObject({ asked, kind, name });
  });
});

describe('lines name', () => {
  const names = (asked: string, line: string): boolean => questionOf(asked).inLines?.names(line) === true;

  test.each([
    ['openssl', 'Failed to install package: openssl-1:3.0.7-24.el9.x86_64'],
    ['openssl', 'Setting up openssl (3.0.19-1) ...'],
    ['openssl', 'openssl/jammy-updates 3.0.2-0ubuntu1.18 amd64'],
    ['openssl', 'openssl:amd64 (3.0.2, 3.0.3)'],
    ['openssl', 'openssl_3.0.2-0ubuntu1_amd64.deb'],
    ['openssl', 'openssl.x86_64 needs libcrypto'],
    ['openssl', 'problem with openssl.'],
    ['libstdc++', 'Upgrade: libstdc++-11.4.1-3.el9.x86_64'],
    ['jq', 'Installed: jq-1.6-17.el9.x86_64'],
    ['KB5034441', 'Update KB5034441: failed'],
    ['5034441', '2024-01 Security Update (kb5034441)'],
    ['a55c1000-0000-4000-8000-000000000001', '[associationId=a55c1000-0000-4000-8000-000000000001] x'],
    ['a)(*', 'this is a)(* indeed'],
    ['[a-z]+$', 'literally [a-z]+$ here'],
  ])('%s: %s', (asked, line) => {
    expect(names(asked, line)).toBe(true);
  });

  test.each([
    ['openssl', 'Installed: openssl-libs-3.0.7.x86_64'],
    ['openssl', 'libopenssl 1.1'],
    ['openssl', 'python3-openssl was updated'],
    ['openssl', '/etc/ssl/openssl.cnf'],
    ['openssl', 'openssl3 is another'],
    ['python3', 'python3.11 was installed'],
    ['KB5034441', 'pid 5034441 ended'],
    ['KB5034441', 'KB50344412'],
    ['[a-z]+$', 'abc'],
    ['a.c', 'abc'],
  ])('%s, but not by: %s', (asked, line) => {
    expect(names(asked, line)).toBe(false);
  });

  test('in a long line in linear time', () => {
    const long = 'openssl-'.repeat(100_000);
    const started = performance.now();
    names('openssl', long);
    names('openssl', `${'a'.repeat(1_000_000)}openssl`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
