import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import { discover } from '../../src/sources/discover.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { COMMAND, discoverIn, linesOf, NODE, RUN_ID, skipsOf, writeTree } from './a-tree.ts';

const RECORD = '2026-11-20 03:12:00.1234 INFO [ssm-agent-worker] started\n';
const ERROR = '2026-11-20 03:12:00.1234 ERROR [Submit @ processor.go.140] [ssm-agent-worker] failed\n';
const PAYLOAD = '11/20/2026 03:12:00 root [INFO]: Running with snapshot id\n';

describe('a folder of loose files', () => {
  test('is read by names that only such files have, and else by content', () => {
    const root = writeTree({
      'amazon-ssm-agent.log': RECORD,
      'amazon-ssm-agent.log.1': RECORD,
      'errors.log': ERROR,
      'from the customer.txt': RECORD,
      'e.txt': ERROR,
      'PatchLinux-stdout.txt': PAYLOAD,
      'PatchLinux-stderr.txt': 'x',
      'patch run.txt': PAYLOAD,
      'journal.txt': 'Nov 20 03:12:00 host amazon-ssm-agent[1]: x',
      'messages-20261101': 'x',
      'states.json': '{"patchStates": {}}',
      'id.json': `{"InstanceId": "${NODE}", "IdentityType": "EC2"}`,
      'holiday.txt': 'nothing of interest\n',
      'picture.png': new Uint8Array([137, 80, 78, 71, 0, 0, 0, 1]),
    });
    const discovery = discoverIn(root);
    expect(linesOf(discovery).toSorted()).toEqual([
      'agent-log /amazon-ssm-agent.log',
      'agent-log /amazon-ssm-agent.log.1',
      'agent-log /from the customer.txt',
      'errors-log /e.txt',
      'errors-log /errors.log',
      'identity-config /id.json',
      'patch-states /states.json',
      'step-output /PatchLinux-stderr.txt',
      'step-output /PatchLinux-stdout.txt',
      'step-output /patch run.txt',
      'system-log /journal.txt',
      'system-log /messages-20261101',
    ]);
    expect(discovery.hasAgent).toBe(true);
    expect(discovery.nodeIds).toEqual([NODE]);
    expect(discovery.skipped).toMatchObject([{ file: '/', detail: '2 files hold nothing that is known' }]);
  });

  test('keeps state before logs, rolls oldest first and outputs last', () => {
    const root = writeTree({
      stdout: PAYLOAD,
      'amazon-ssm-agent.log': RECORD,
      'amazon-ssm-agent.log.10': RECORD,
      'amazon-ssm-agent.log.9': RECORD,
      'states.json': '{"patchStates": {}}',
    });
    expect(linesOf(discoverIn(root))).toEqual([
      'patch-states /states.json',
      'agent-log /amazon-ssm-agent.log.9',
      'agent-log /amazon-ssm-agent.log.10',
      'agent-log /amazon-ssm-agent.log',
      'step-output /stdout',
    ]);
  });

  test('takes the streams of one stem for one run', () => {
    const root = writeTree({
      'a-stdout.txt': 'x',
      'a-stderr.txt': 'x',
      'run/stdout': 'x',
      'run/stderr.txt': 'x',
      stderr: 'x',
    });
    const runs = discoverIn(root).sources.map(({ shown, output }) => [
      shown,
      output?.documentId,
      output?.stream,
    ]);
    expect(runs.toSorted()).toEqual([
      ['/a-stderr.txt', 'a', 'stderr'],
      ['/a-stdout.txt', 'a', 'stdout'],
      ['/run/stderr.txt', 'run', 'stderr'],
      ['/run/stdout', 'run', 'stdout'],
      ['/stderr', 'output', 'stderr'],
    ]);
  });

  test('gives the files of a run together, the oldest run first', () => {
    const at = (minute: number) => ({ text: 'x', at: `2026-11-20T03:${minute}:00Z` });
    const root = writeTree({
      'a-stdout.txt': at(20),
      'a-stderr.txt': at(40),
      'b-stdout.txt': at(10),
      'b-stderr.txt': at(30),
    });
    expect(linesOf(discoverIn(root))).toEqual([
      'step-output /b-stdout.txt',
      'step-output /b-stderr.txt',
      'step-output /a-stdout.txt',
      'step-output /a-stderr.txt',
    ]);
  });

  test('that is a run, or holds runs, is read as such', () => {
    const files = { 'awsrunShellScript/PatchLinux/stdout': 'x', 'PatchLinux/_script.sh': 'x' };
    const under = (prefix: string) =>
      writeTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${prefix}${path}`, text])));
    const step = { plugin: 'awsrunShellScript', step: 'PatchLinux', stream: 'stdout' };
    const outputsOf = (root: string) => discoverIn(root).sources.map((source) => source.output);
    expect(outputsOf(`${under(`${COMMAND}/`)}/${COMMAND}`)).toEqual([
      { ...step, documentId: COMMAND, runId: null },
    ]);
    expect(outputsOf(`${under(`${COMMAND}/${RUN_ID}/`)}/${COMMAND}`)).toEqual([
      { ...step, documentId: COMMAND, runId: RUN_ID },
    ]);
    const copy = under(`${NODE}/document/orchestration/${COMMAND}/${RUN_ID}/`);
    expect(outputsOf(copy)).toEqual([{ ...step, documentId: COMMAND, runId: RUN_ID }]);
    expect(discoverIn(copy).nodeIds).toEqual([NODE]);
    expect(discoverIn(copy).runs).toHaveLength(1);
  });

  test('is read where it is packed or wide', () => {
    const root = writeTree({
      'old.gz': gzipSync(RECORD.repeat(5000)),
      'ps.txt': Buffer.from(`\uFEFF${PAYLOAD}`, 'utf16le'),
      'broken.gz': gzipSync(RECORD).subarray(0, 12),
    });
    const discovery = discoverIn(root);
    expect(linesOf(discovery)).toEqual(['agent-log /old.gz', 'step-output /ps.txt']);
    expect(discovery.skipped).toHaveLength(1);
  });

  test('ends at 2,000 files and four levels, and says so', () => {
    const tree = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`/copy/f${i}/stdout`, PAYLOAD]));
    const files = confinedFiles(memoryFiles({ ...tree, '/copy/a/b/c/d/e/stdout': PAYLOAD }), '/copy');
    const discovery = discover({ files, root: '/copy', platform: 'linux', since: null, maxRuns: 10 });
    expect(discovery.sources).toHaveLength(2000);
    expect(skipsOf(discovery)).toEqual(['entry-limit /a/b/c/d/e', 'entry-limit /']);
  });

  test('that is empty gives nothing', () => {
    expect(discoverIn(writeTree({}))).toEqual({
      sources: [],
      runs: [],
      runRoot: null,
      skipped: [],
      nodeIds: [],
      hasAgent: false,
      hasProgram: false,
    });
  });
});
