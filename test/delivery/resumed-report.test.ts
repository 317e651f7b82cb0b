import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { complianceOf, inventoryOf } from '../fake-aws/state/state.ts';
import { NODE } from '../support/identity-files.ts';
import { IS_EXECUTABLE } from '../support/program.ts';
import { bundle, type Ended, ended, REGION, ReportingNode } from './reporting-node.ts';

const TYPE = 'Custom:SsmDoctor';
const LOG = 'var/log/amazon/ssm/amazon-ssm-agent.log';
const SICK = 'ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found';
const COUNTER = join(import.meta.dirname, '..', 'support', 'count-reads.cjs');
const NOW = ['--now', '2026-11-25T01:00:00Z'];
/** Files of state are read in every run, and of a log that grew the block that had not been full. */
const SMALL = 1_200_000;
const made = bundle();

let aws: FakeAws;
let node: ReportingNode;
let seconds: number;
beforeEach(async () => {
  aws = await startFakeAws({ node: { id: NODE, region: REGION } });
  node = new ReportingNode(made);
  node.share(aws.credentials);
  seconds = 0;
});
afterEach(() => aws.close());

const own = (): string[] => ['--endpoint', aws.url, '--to', 'compliance,inventory'];
const report = (...args: string[]): Promise<Ended> => node.report([...own(), ...args]);

/** Lines of the agent's log, a second each. */
function appends(...lines: string[]): void {
  const text = lines.map((line) => {
    seconds += 1;
    const time = new Date(Date.UTC(2026, 10, 20, 4, 0, seconds)).toISOString();
    return `${time.slice(0, 19).replace('T', ' ')} ${line}\n`;
  });
  appendFileSync(join(node.root, LOG), text.join(''));
}

/** Bytes that a report read of the node's files. */
async function bytesOf(...args: string[]): Promise<number> {
  const to = join(node.root, 'reads');
  const end = IS_EXECUTABLE ? byTheSystem(to, args) : byItself(to, args);
  const { status, stderr } = await end;
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return Number(readFileSync(to, 'utf8'));
}

/** Counted by what is loaded before the program, which an executable does not allow. */
function byItself(to: string, args: readonly string[]): Promise<Ended> {
  const env = { NODE_OPTIONS: `--require ${COUNTER}`, READS_BELOW: node.root, READS_TO: to };
  return node.report([...own(), ...args], env);
}

/** All that a shell and its child read: an executable reads nothing of itself. */
function byTheSystem(to: string, args: readonly string[]): Promise<Ended> {
  const script = join(node.root, 'counting.sh');
  writeFileSync(script, `"$@" || exit\nsed -n 's/^rchar: //p' /proc/$$/io > ${to}\n`);
  return ended(node.scripted(script, [...own(), ...args]));
}

/** What is at the service is what a run that reads everything would send. */
async function expectWhole(): Promise<void> {
  const { stdout } = await node.report(['--dry-run', '--to', 'compliance,inventory', ...NOW]);
  const whole = JSON.parse(stdout);
  expect(complianceOf(aws.state, TYPE, NODE)?.hash).toBe(whole.PutComplianceItems.ItemContentHash);
  expect(inventoryOf(aws.state, TYPE, NODE)?.entries).toEqual(whole.PutInventory.Items[0].Content);
}

describe('a report after a report', () => {
  it('reads only what is new, and tells the same as one that reads everything', async () => {
    appends(...Array.from({ length: 80_000 }, (_, index) => `INFO [ssm-agent-worker] pass ${index} is well`));
    appends(SICK);
    const { size } = statSync(join(node.root, LOG));
    expect(size).toBeGreaterThan(4 * SMALL);
    expect(await bytesOf(...NOW)).toBeGreaterThan(size);

    appends('INFO [ssm-agent-worker] all is well', SICK, SICK);
    expect(await bytesOf(...NOW)).toBeLessThan(SMALL);
    await expectWhole();
    expect(inventoryOf(aws.state, TYPE, NODE)?.entries).toContainEqual(
      expect.objectContaining({ Cause: 'CREDENTIALS_NO_INSTANCE_PROFILE', Occurrences: '3' }),
    );

    expect(await bytesOf('--read-all', ...NOW)).toBeGreaterThan(size);
    expect(await bytesOf(...NOW)).toBeLessThan(SMALL);
    await expectWhole();
  });

  it('prints what is new, and sends the same whether it is', async () => {
    appends(SICK);
    expect((await report(...NOW)).stdout).not.toMatch(/ongoing|new/);
    const sent = complianceOf(aws.state, TYPE, NODE)?.hash;
    expect((await report(...NOW)).stdout).toMatch(/ongoing/);
    expect(complianceOf(aws.state, TYPE, NODE)?.hash).toBe(sent);
    expect((await report('--read-all', ...NOW)).stdout).toMatch(/ongoing/);
  });

  it('sets a damaged state aside, says so, and delivers', async () => {
    await report(...NOW);
    writeFileSync(join(node.state, 'diagnosis.state'), 'damage');
    appends(SICK);
    const { status, stderr } = await report(...NOW);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^ssm-doctor: the state is set aside as [^\n]+\n$/);
    await expectWhole();
  });

  it('a dry run neither reads the state nor changes it', async () => {
    await report(...NOW);
    const path = join(node.state, 'diagnosis.state');
    writeFileSync(path, 'damage');
    const { status, stderr } = await node.report(['--dry-run']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(path, 'utf8')).toBe('damage');
  });

  it('is what verify compares with', async () => {
    appends(SICK);
    await report(...NOW);
    appends(SICK);
    const args = ['verify', '--root', node.root, '--platform', 'linux', '--state', node.state, ...NOW];
    const { status, stdout, stderr } = await ended(node.bare(args));
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    expect(stdout).toContain('CREDENTIALS_NO_INSTANCE_PROFILE');
  });
});

it('several reports at once leave a state that the next one uses', async () => {
  appends(...Array.from({ length: 40_000 }, () => 'INFO [ssm-agent-worker] all is well'), SICK);
  const ends = await Promise.all([report(...NOW), report(...NOW), report('--read-all', ...NOW)]);
  expect(ends.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
    Array.from({ length: 3 }, () => ({ status: 0, stderr: '' })),
  );
  expect(await bytesOf(...NOW)).toBeLessThan(SMALL);
  await expectWhole();
});

const KILLS = 25;

it(`a state is whole after ${KILLS} reports were killed, and nothing is counted twice`, async () => {
  await report(...NOW);
  const started = performance.now();
  await report(...NOW);
  const longest = performance.now() - started;
  let killed = 0;
  for (let index = 0; index < KILLS; index++) {
    appends(SICK, 'INFO [ssm-agent-worker] all is well');
    const child = node.start([...own(), ...NOW]);
    const end = ended(child);
    await sleep(Math.random() * longest);
    child.kill('SIGKILL');
    const { signal, stderr } = await end;
    expect(stderr).toBe('');
    if (signal !== null) killed += 1;
  }
  expect(killed).toBeGreaterThan(KILLS / 4);
  expect(await bytesOf(...NOW)).toBeLessThan(SMALL);
  await expectWhole();
  expect(existsSync(join(node.state, 'diagnosis.state'))).toBe(true);
  expect(readdirSync(node.state).filter((name) => name.includes('aside-'))).toEqual([]);
}, 120_000);
