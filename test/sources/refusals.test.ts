import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import { discover } from '../../src/sources/discover.ts';
import { type MemoryEntry, memoryFiles } from '../support/memory-files.ts';
import { COMMAND, discoverIn, linesOf, NODE, skipsOf, writeTree } from './a-tree.ts';

const LOGS = 'var/log/amazon/ssm';
const RUNS = `var/lib/amazon/ssm/${NODE}/document/orchestration`;

function inMemory(tree: Record<string, MemoryEntry>) {
  const files = confinedFiles(memoryFiles(tree), '/copy');
  return discover({ files, root: '/copy', platform: 'linux', since: null, maxRuns: 10 });
}

describe('what cannot be read is said', () => {
  test('folders that are closed, with what would open them', () => {
    const discovery = inMemory({
      [`/copy/${LOGS}/`]: { unreadable: true },
      [`/copy/${RUNS}/${COMMAND}/`]: { unreadable: true },
      [`/copy/${RUNS}/self-update-agent/awsupdateSsmAgent/stdout`]: 'x',
    });
    expect(skipsOf(discovery)).toEqual([`not-readable /${LOGS}`, `not-readable /${RUNS}/${COMMAND}`]);
    expect(discovery.skipped[0]?.detail).toContain('root');
    expect(linesOf(discovery)).toEqual([`step-output /${RUNS}/self-update-agent/awsupdateSsmAgent/stdout`]);
    expect(discovery.hasAgent).toBe(true);
  });

  test('the root itself', () => {
    const discovery = inMemory({ '/copy/': { unreadable: true } });
    expect(discovery).toMatchObject({ sources: [], hasAgent: false });
    expect(skipsOf(discovery)).toEqual(['not-readable /']);
  });

  test('links that leave the root or go in a circle; links inside are followed', () => {
    const root = writeTree({
      [`${LOGS}/errors.log`]: 'x',
      'srv/real.log': 'x',
      'usr/lib/os-release': 'ID=x',
    });
    symlinkSync('../../../../srv/real.log', join(root, LOGS, 'amazon-ssm-agent.log'));
    symlinkSync('/etc/passwd', join(root, LOGS, 'hibernate.log'));
    symlinkSync('ssm-setup-cli.log', join(root, LOGS, 'ssm-setup-cli.log'));
    symlinkSync('gone', join(root, LOGS, 'AmazonSSMAgent-update.txt'));
    mkdirSync(join(root, 'etc'));
    symlinkSync('../usr/lib/os-release', join(root, 'etc/os-release'));
    const discovery = discoverIn(root);
    expect(linesOf(discovery)).toEqual([
      'os-release /etc/os-release',
      `agent-log /${LOGS}/amazon-ssm-agent.log`,
      `errors-log /${LOGS}/errors.log`,
    ]);
    expect(discovery.sources[1]?.path).toBe(join(root, 'srv/real.log'));
    expect(skipsOf(discovery).toSorted()).toEqual([
      `leaves-root /${LOGS}/hibernate.log`,
      `leaves-root /${LOGS}/ssm-setup-cli.log`,
    ]);
  });

  test('a folder of logs that is a link out of the root', () => {
    const root = writeTree({ 'var/log/messages': 'x' });
    mkdirSync(join(root, 'var/log/amazon'));
    symlinkSync('/tmp', join(root, LOGS));
    const discovery = discoverIn(root);
    expect(linesOf(discovery)).toEqual(['system-log /var/log/messages']);
    expect(skipsOf(discovery)).toEqual([`leaves-root /${LOGS}`]);
  });

  test('runs that lie in a link are read through it; one to the root does not go in circles', () => {
    const root = writeTree({ 'srv/run/awsrunShellScript/s/stdout': 'x', [`${RUNS}/x/stdout`]: 'x' });
    symlinkSync('../../../../../../../srv/run', join(root, RUNS, COMMAND));
    symlinkSync('../../../../../../..', join(root, RUNS, 'self-update-agent'));
    const lines = linesOf(discoverIn(root));
    expect(lines).toContain(`step-output /${RUNS}/${COMMAND}/awsrunShellScript/s/stdout`);
    expect(lines.length).toBeLessThan(10);
  });

  test.runIf(process.platform !== 'win32')('a pipe, or a folder, where a log should be', () => {
    const root = writeTree({ [`${LOGS}/errors.log/x`]: '' });
    execFileSync('mkfifo', [join(root, LOGS, 'amazon-ssm-agent.log')]);
    const discovery = discoverIn(root);
    expect(discovery.sources).toEqual([]);
    expect(discovery.skipped).toMatchObject([
      { reason: 'malformed', file: `/${LOGS}/amazon-ssm-agent.log`, detail: expect.stringContaining('pipe') },
    ]);
  });

  test('content of the vault is not opened', () => {
    const inner = memoryFiles({
      '/copy/Vault/Store/RegistrationKey': '{"privateKey":"x","ManagedInstanceID":"mi-0synthetic0000001"}',
      '/copy/RegistrationKey': '{"privateKey":"x","ManagedInstanceID":"mi-0synthetic0000001"}',
      '/copy/amazon-ssm-agent.log': 'x',
    });
    const opened: string[] = [];
    const files = {
      list: inner.list.bind(inner),
      listEntries: inner.listEntries.bind(inner),
      look: inner.look.bind(inner),
      find: inner.find.bind(inner),
      resolve: inner.resolve.bind(inner),
      open(path: string) {
        opened.push(path);
        return inner.open(path);
      },
    };
    discover({ files, root: '/copy', platform: 'linux', since: null, maxRuns: 10 });
    expect(opened).toEqual(['/copy/amazon-ssm-agent.log']);
  });
});
