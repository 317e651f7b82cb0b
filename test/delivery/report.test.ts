import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../fake-aws/faults.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { complianceOf, inventoryOf } from '../fake-aws/state/state.ts';
import { NODE, OTHER_NODE } from '../support/identity-files.ts';
import { bundle, type Ended, ended, REGION, ReportingNode } from './reporting-node.ts';

const TYPE = 'Custom:SsmDoctor';
const FILE = `var/lib/amazon/ssm/${NODE}/inventory/custom/ssm-doctor.json`;
const SICK = 'EC2RoleRequestError: no EC2 instance role found';
const made = bundle();

let aws: FakeAws;
let node: ReportingNode;
beforeEach(async () => {
  aws = await startFakeAws({ node: { id: NODE, region: REGION } });
  node = new ReportingNode(made);
  node.share(aws.credentials);
});
afterEach(() => aws.close());

const report = (...args: string[]): Promise<Ended> => node.report(['--endpoint', aws.url, ...args]);
const operations = () => aws.requests.map(({ operation }) => operation);

describe('a report', () => {
  it('puts the causes beside the verdict, and leaves a file for the agent', async () => {
    node.says(SICK);
    const { status, stdout, stderr } = await report();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^NON-COMPLIANT {2}1 cause/);
    expect(stdout).toMatch(
      /\ndelivered +compliance items Custom:SsmDoctor of i-0synthetic0000001 in eu-west-1\n/,
    );
    expect(stdout).toContain(`inventory file ${join(node.root, FILE)}`);
    const stored = complianceOf(aws.state, TYPE, NODE);
    expect(stored?.items.filter(({ Status }) => Status === 'NON_COMPLIANT').map(({ Id }) => Id)).toEqual([
      expect.stringMatching(/^CREDENTIALS_NO_INSTANCE_PROFILE/),
    ]);
    expect(JSON.parse(readFileSync(join(node.root, FILE), 'utf8'))).toMatchObject({ TypeName: TYPE });
    expect(node.spooled()).toEqual([]);
    expect(aws.requests[0]?.headers['user-agent']).toMatch(/ ssm-doctor\/\d+\.\d+\.\d+$/);
  });

  it('shows that a healthy node was looked at', async () => {
    expect((await report()).status).toBe(0);
    expect(complianceOf(aws.state, TYPE, NODE)?.items.map(({ Status }) => Status)).not.toContain(
      'NON_COMPLIANT',
    );
  });

  it('gives the causes a say in the exit status only when asked', async () => {
    expect((await report('--fail-on', 'low')).status).toBe(0);
    node.says(SICK);
    expect((await report()).status).toBe(0);
    expect((await report('--fail-on', 'low')).status).toBe(3);
  });

  it('names the command whose script runs it', async () => {
    const id = '11111111-aaaa-4bbb-8ccc-000000000001';
    const script = `var/lib/amazon/ssm/${NODE}/document/orchestration/${id}/awsrunShellScript/report/_script.sh`;
    node.write(script, `"$@" --endpoint ${aws.url} --to compliance\nexit $?\n`);
    const { status } = await ended(node.scripted(join(node.root, script)));
    expect(status).toBe(0);
    expect(complianceOf(aws.state, TYPE, NODE)?.execution).toMatchObject({
      ExecutionId: id,
      ExecutionType: 'Command',
    });
  });

  it('tells in JSON what became of it', async () => {
    const { stdout } = await report('--to', 'compliance,inventory,file', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      node: NODE,
      region: REGION,
      targets: [
        { target: 'compliance', status: 'delivered', name: TYPE },
        { target: 'inventory', status: 'delivered', name: TYPE },
        { target: 'file', status: 'delivered' },
      ],
    });
  });

  it('sends no inventory twice: its hash will do, and the content where the service forgot it', async () => {
    const to = ['--to', 'inventory', '--format', 'json'] as const;
    await report(...to);
    const second = JSON.parse((await report(...to)).stdout);
    expect(second.targets).toEqual([expect.objectContaining({ status: 'unchanged' })]);
    expect(aws.requests.at(-1)?.input).not.toHaveProperty('Items.0.Content');

    aws.state.inventory.length = 0;
    expect((await report(...to)).status).toBe(0);
    expect(aws.requests.map(({ error }) => error?.type ?? null)).toEqual([
      null,
      null,
      'ItemContentMismatchException',
      null,
    ]);
    expect(inventoryOf(aws.state, TYPE, NODE)?.entries).toHaveLength(1);
  });

  it('leaves its own details out where the service refuses them', async () => {
    aws.faults.add({ kind: 'refuse', type: 'InvalidItemContentException' });
    node.says(SICK);
    expect((await report()).status).toBe(0);
    const details = complianceOf(aws.state, TYPE, NODE)?.items.flatMap(({ Details = {} }) =>
      Object.keys(Details),
    );
    expect(details).toContain('DetailedText');
    expect(details).not.toContain('CauseCode');
  });
});

describe('a page of a portal in place of the service', () => {
  it.each<[string, number, string | undefined]>([
    ['with status 200', 200, undefined],
    ['that is empty', 200, ''],
    ['that is JSON', 200, '{}'],
    ['with status 302', 302, undefined],
  ])('%s delivers nothing, and is called what it is', async (_, status, body) => {
    aws.faults.add({ kind: 'gateway-page', status, ...(body === undefined ? {} : { body }) }, { times: 9 });
    const { status: ended, stdout } = await report('--to', 'compliance');
    expect(ended).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `answers with HTTP ${status}, not as Systems Manager does; check`,
    );
    expect(node.spooled()).toHaveLength(1);
  });
});

describe('faults that pass', () => {
  it.each<[string, Fault, number]>([
    ['throttling', { kind: 'throttle' }, 2],
    ['a failure of the service', { kind: 'internal-error' }, 3],
    ['a connection that is reset at once', { kind: 'reset', when: 'at-once' }, 2],
    ['a connection that is reset when all was done', { kind: 'reset', when: 'carried-out' }, 1],
    ['an answer that breaks off', { kind: 'cut' }, 1],
    ['a gateway that is out of order', { kind: 'gateway-page', status: 503 }, 2],
    ['an answer that takes its time', { kind: 'slow', milliseconds: 300 }, 1],
  ])('after %s it is delivered in the same run', async (_, fault, times) => {
    aws.faults.add(fault, { times });
    const { status, stderr } = await report();
    expect({ status, stderr, left: aws.faults.pending }).toEqual({ status: 0, stderr: '', left: 0 });
    expect(complianceOf(aws.state, TYPE, NODE)).toBeDefined();
    expect(node.spooled()).toEqual([]);
  });

  it('after an answer that never comes it is delivered in the same run', async () => {
    aws.faults.add({ kind: 'hang' });
    expect((await report('--deadline', '4s')).status).toBe(0);
    expect(operations()).toHaveLength(2);
  });

  it('after the clock was found wrong it is delivered in the same run, and said', async () => {
    aws.faults.add({ kind: 'clock-skew', seconds: 3600 }, { times: 9 });
    const { status, stdout } = await report();
    expect(status).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'the clock of this machine is 1 h behind; it was sent with',
    );
    expect(complianceOf(aws.state, TYPE, NODE)).toBeDefined();
  });

  it('takes the credentials that replaced expired ones', async () => {
    const run = report('--deadline', '20s');
    aws.expire(aws.credentials);
    while (operations().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    node.share(aws.issueCredentials());
    expect((await run).status).toBe(0);
    expect(aws.requests[0]?.error?.type).toBe('ExpiredTokenException');
  });

  it.each<[string, Fault]>([
    ['throttled all the time', { kind: 'throttle' }],
    ['failing all the time', { kind: 'internal-error' }],
    ['not answering at all', { kind: 'hang' }],
    ['resetting every connection', { kind: 'reset', when: 'at-once' }],
  ])('where the service is %s it is kept, and the next run delivers', async (_, fault) => {
    node.says(SICK);
    aws.faults.add(fault, { times: 99 });
    const first = await report('--deadline', '1s');
    expect(first.status).toBe(1);
    expect(first.stdout).toMatch(/\nkept {11}compliance items/);
    expect(node.spooled()).toHaveLength(1);

    aws.faults.clear();
    expect((await report()).status).toBe(0);
    expect(node.spooled()).toEqual([]);
    expect(complianceOf(aws.state, TYPE, NODE)).toBeDefined();
  });

  it('delivers what an earlier run kept of another type, with its own', async () => {
    const { url } = aws;
    await aws.close();
    expect((await report('--type', 'Custom:Other', '--deadline', '1s')).stdout).toMatch(/ECONNREFUSED/);
    aws = await startFakeAws({
      node: aws.node,
      credentials: aws.credentials,
      port: Number(new URL(url).port),
    });
    const { status, stdout } = await report();
    expect(status).toBe(0);
    expect(stdout).toMatch(/\ndelivered +Custom:Other, kept by an earlier run\n/);
    expect(aws.state.compliance.map(({ type }) => type).sort()).toEqual(['Custom:Other', TYPE]);
    expect(node.spooled()).toEqual([]);
  });

  it('does not send an older report after a newer one', async () => {
    aws.faults.add({ kind: 'throttle' }, { times: 99 });
    await report('--deadline', '1s', '--now', '2026-11-20T01:00:00Z');
    node.says(SICK);
    await report('--deadline', '1s', '--now', '2026-11-20T02:00:00Z');
    expect(node.spooled().map(({ request }) => request.ExecutionSummary?.ExecutionTime)).toEqual([
      '2026-11-20T02:00:00Z',
    ]);
    aws.faults.clear();
    const before = operations().length;
    await report('--now', '2026-11-20T03:00:00Z');
    expect(operations().length - before).toBe(1);
    expect(complianceOf(aws.state, TYPE, NODE)?.execution.ExecutionTime).toBe(
      Date.parse('2026-11-20T03:00:00Z') / 1000,
    );
  });
});

describe('refusals', () => {
  it('names the action and the role that are missing, and keeps the report', async () => {
    aws.faults.add({ kind: 'denied' }, { times: 9 });
    const { status, stdout } = await report('--to', 'compliance');
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /refused compliance items .*: arn:aws:sts::\S+ may not call ssm:PutComplianceItems for i-0synthetic0000001; allow it .*it is kept/,
    );
    expect(operations()).toHaveLength(1);
    expect(node.spooled()).toHaveLength(1);
  });

  it('tries inventory where only compliance is not allowed', async () => {
    aws.faults.add({ kind: 'denied' }, { operation: 'PutComplianceItems' });
    const { status, stdout } = await report('--to', 'compliance,inventory');
    expect(status).toBe(1);
    expect(stdout).toMatch(/\ndelivered +inventory Custom:SsmDoctor/);
  });

  it('does not keep what will be refused for ever', async () => {
    aws.faults.add({ kind: 'refuse', type: 'ItemSizeLimitExceededException' });
    const { status, stdout } = await report('--to', 'compliance');
    expect(status).toBe(1);
    expect(stdout).toContain('--min-severity');
    expect(node.spooled()).toEqual([]);
    expect(node.aside()).toHaveLength(1);
  });

  it.each([
    ['--endpoint', 'http://127.0.0.1:1', /cannot be reached \(ECONNREFUSED\)/],
    ['--endpoint', 'http://no-such-host.invalid:1', /the name no-such-host\.invalid cannot be resolved/],
  ])('says what cannot be reached: %s %s', async (option, value, message) => {
    const { status, stdout } = await node.report([option, value, '--deadline', '1s']);
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(message);
    expect(stdout).toMatch(/\ndelivered +inventory file/);
    expect(node.spooled()).toHaveLength(1);
  });

  it('says that there are no credentials, and keeps the report', async () => {
    node.share({ accessKeyId: '', secretAccessKey: '' });
    const { status, stdout } = await report();
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/expected credentials of this node, found none/);
    expect(node.spooled()).toHaveLength(1);
  });

  it('never sends what was kept for another node, and says so', async () => {
    aws.faults.add({ kind: 'throttle' }, { times: 99 });
    await report('--deadline', '1s');
    const { state } = node;
    const other = new ReportingNode(made, OTHER_NODE);
    const theirs = await startFakeAws({ node: { id: OTHER_NODE, region: REGION } });
    other.share(theirs.credentials);
    const { status, stdout } = await other.report(['--endpoint', theirs.url, '--state', state]);
    expect(status).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /was not sent: it is about i-0synthetic0000001, and this is i-0synthetic0000002/,
    );
    expect(theirs.state.compliance.map(({ resourceId }) => resourceId)).toEqual([OTHER_NODE]);
    expect(theirs.requests).toHaveLength(1);
    await theirs.close();
  });
});

describe('runs beside each other', () => {
  it('both end well, and leave nothing behind', async () => {
    aws.faults.add({ kind: 'slow', milliseconds: 300 }, { times: 4 });
    const ends = await Promise.all([report(), report(), report('--to', 'compliance,inventory'), report()]);
    const failed = ends.filter(({ status, stderr }) => status !== 0 || stderr !== '');
    expect(failed).toEqual([]);
    expect(node.spooled()).toEqual([]);
    expect(complianceOf(aws.state, TYPE, NODE)).toBeDefined();
    expect(existsSync(join(node.root, FILE))).toBe(true);
  });
});
