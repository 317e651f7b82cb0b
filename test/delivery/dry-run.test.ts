import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startFakeAws } from '../fake-aws/server.ts';
import { complianceOf, inventoryOf } from '../fake-aws/state/state.ts';
import { NODE, OTHER_NODE, PLACES } from '../support/identity-files.ts';
import { bundle, ended, REGION, ReportingNode } from './reporting-node.ts';

const ALL = ['--to', 'compliance,inventory,file'];
const NOW = ['--now', '2026-11-25T01:00:00Z'];
const FIXTURE = 'fixtures/repository-access-denied/evidence';
const made = bundle();

interface Printed {
  readonly PutComplianceItems?: {
    readonly ResourceId: string;
    readonly ComplianceType: string;
    readonly ExecutionSummary: { readonly ExecutionTime: string };
    readonly Items: readonly { readonly Id: string; readonly Status: string; readonly Details: object }[];
    readonly ItemContentHash: string;
  };
  readonly PutInventory?: {
    readonly InstanceId: string;
    readonly Items: readonly [{ readonly Content: readonly object[]; readonly ContentHash: string }];
  };
  readonly file?: { readonly path: string; readonly content: string };
  readonly problems?: readonly string[];
}

async function dryRun(node: ReportingNode, ...args: string[]): Promise<Printed> {
  const { status, stdout, stderr } = await node.report(['--dry-run', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as Printed;
}

describe('a dry run', () => {
  it('prints exactly what is sent', async () => {
    const aws = await startFakeAws({ node: { id: NODE, region: REGION } });
    const node = new ReportingNode(made);
    node.share(aws.credentials);
    node.says('EC2RoleRequestError: no EC2 instance role found');
    const printed = await dryRun(node, ...ALL, ...NOW);
    expect(aws.requests).toEqual([]);
    expect((await node.report(['--endpoint', aws.url, ...ALL, ...NOW])).status).toBe(0);
    const stored = complianceOf(aws.state, 'Custom:SsmDoctor', NODE);
    expect(stored).toMatchObject({
      hash: printed.PutComplianceItems?.ItemContentHash,
      items: printed.PutComplianceItems?.Items,
      execution: { ExecutionTime: Date.parse('2026-11-25T01:00:00Z') / 1000 },
    });
    const inventory = inventoryOf(aws.state, 'Custom:SsmDoctor', NODE);
    expect(inventory).toMatchObject({
      hash: printed.PutInventory?.Items[0].ContentHash,
      entries: printed.PutInventory?.Items[0].Content,
    });
    await aws.close();
  });

  it('writes nothing, and asks nobody', async () => {
    const node = new ReportingNode(made);
    const before = readdirSync(node.root, { recursive: true });
    await dryRun(node, ...ALL, '--endpoint', 'http://127.0.0.1:1');
    expect(readdirSync(node.root, { recursive: true })).toEqual(before);
    expect(() => readdirSync(node.state)).toThrow('ENOENT');
  });

  it('prints what was asked for only', async () => {
    const node = new ReportingNode(made);
    expect(Object.keys(await dryRun(node))).toEqual(['PutComplianceItems', 'file']);
    expect(Object.keys(await dryRun(node, '--to', 'inventory'))).toEqual(['PutInventory']);
  });

  it('is the same for the same evidence, and takes a copy, in a folder or an archive', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'copy-'));
    try {
      const archive = join(folder, 'node.tar.gz');
      execFileSync('tar', ['-czf', archive, '-C', FIXTURE, '.']);
      const printed = [FIXTURE, FIXTURE, archive].map((root) => printedOf('--root', root, ...ALL));
      expect(printed[1]).toEqual(printed[0]);
      expect(printed[2]?.PutComplianceItems).toEqual(printed[0]?.PutComplianceItems);
      expect(printed[0]?.PutComplianceItems?.ResourceId).toBe(NODE);
      expect(printed[0]?.file?.path).toContain(`${NODE}/inventory/custom/ssm-doctor.json`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says when it is not known which node it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'copy-'));
    try {
      const { PutComplianceItems, problems } = printedOf('--root', folder, '--platform', 'linux');
      expect(PutComplianceItems?.ResourceId).toBe('i-00000000000000000');
      expect(problems).toEqual([expect.stringContaining('nothing in the copy says which node it is of')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes the type, the severity and the details that are wanted', async () => {
    const node = new ReportingNode(made);
    node.says('EC2RoleRequestError: no EC2 instance role found');
    const { PutComplianceItems } = await dryRun(node, '--type', 'Custom:Other', '--no-extra-details');
    expect(PutComplianceItems?.ComplianceType).toBe('Custom:Other');
    const keys = PutComplianceItems?.Items.flatMap(({ Details }) => Object.keys(Details));
    expect(keys).not.toContain('CauseCode');
  });
});

describe('what cannot be used is said in one line', () => {
  it.each<[string, string[], RegExp]>([
    ['a copy', ['--root', FIXTURE], /expected this machine, found a copy, .*--dry-run/],
    [
      'a type with a dot',
      ['--type', 'Custom:ssm.doctor'],
      /expected a compliance type .*no dots.*Custom:ssm\.doctor/,
    ],
    ['an inventory type', ['--inventory-type', 'custom:x'], /expected an inventory type/],
    ['a target', ['--to', 'compliance,moon'], /expected a list with commas of compliance, inventory, file/],
    ['no target', ['--to', ''], /expected a list with commas/],
    ['a deadline', ['--deadline', '2h'], /expected a time from 1s to 10m/],
    ['a short deadline', ['--deadline', '0s'], /expected a time from 1s to 10m/],
    ['a severity', ['--min-severity', 'MAJOR'], /expected one of CRITICAL, HIGH/],
    ['a format', ['--format', 'markdown'], /Allowed choices are text, json/],
    ['an endpoint', ['--endpoint', 'nowhere'], /--endpoint: expected a URL such as/],
    ['an endpoint of FTP', ['--endpoint', 'ftp://127.0.0.1'], /--endpoint: expected a URL such as/],
    ['a region', ['--region', 'nowhere'], /--region: expected a region such as eu-west-1, found nowhere/],
    [
      'an output folder',
      ['--output', '/nowhere/x'],
      /expected a folder to write \/nowhere\/x in, found nothing/,
    ],
    ['an empty state folder', ['--state', ''], /expected a folder, found an empty name/],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await bare(['report', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('no identity', async () => {
    const node = new ReportingNode(made);
    rmSync(join(node.root, 'var/lib/amazon'), { recursive: true });
    const { status, stdout, stderr } = await node.report();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^ssm-doctor: expected to be told this node's id, found .*\n$/);
  });

  it('two identities', async () => {
    const node = new ReportingNode(made);
    rmSync(join(node.root, 'var/lib/amazon'), { recursive: true });
    for (const id of [NODE, OTHER_NODE])
      node.write(`${PLACES.linux.data}/${id}/document/state/current/x`, '');
    const { status, stdout, stderr } = await node.report();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^ssm-doctor: .*i-0synthetic0000001.*i-0synthetic0000002.*\n$/);
  });
});

function printedOf(...args: string[]): Printed {
  const { file, args: first } = made.program;
  return JSON.parse(execFileSync(file, [...first, 'report', '--dry-run', ...args], { encoding: 'utf8' }));
}

function bare(args: readonly string[]) {
  const node = new ReportingNode(made);
  return ended(node.bare(args));
}
