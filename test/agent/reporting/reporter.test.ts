import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childReporter, type Reporter } from '../../../src/agent/reporting/reporter.ts';
import { bundle, REGION, ReportingNode } from '../../delivery/reporting-node.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { complianceOf } from '../../fake-aws/state/state.ts';
import { NODE } from '../../support/identity-files.ts';
import { anOrder } from './an-order.ts';

const TYPE = 'Custom:SsmDoctor';
const SICK = 'EC2RoleRequestError: no EC2 instance role found';
const scratch = mkdtempSync(join(tmpdir(), 'reporter-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const made = bundle();

/** Never aborted. */
const going = (): AbortSignal => new AbortController().signal;

describe('a report by a child', () => {
  let aws: FakeAws;
  let node: ReportingNode;
  beforeEach(async () => {
    aws = await startFakeAws({ node: { id: NODE, region: REGION } });
    node = new ReportingNode(made);
    node.share(aws.credentials);
    node.says(SICK);
  });
  afterEach(() => aws.close());

  const reporter = (): Reporter =>
    childReporter({
      command: { program: made.program.file, args: made.program.args },
      environment: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', HOME: node.root, TZ: 'UTC' },
      order: () => anOrder({ to: ['compliance', 'inventory'], state: node.state }),
      more: [
        '--mounted',
        '--root',
        node.root,
        '--platform',
        'linux',
        '--endpoint',
        aws.url,
        '--now',
        '2026-11-25T01:00:00Z',
      ],
    });

  it('is delivered, again and again', async () => {
    const first = await reporter().run(going());
    expect(first).toEqual({
      kind: 'delivered',
      message: 'delivered compliance, inventory',
      verdict: 'non-compliant',
      durationMs: expect.any(Number),
    });
    expect(first.durationMs).toBeGreaterThan(0);
    expect(complianceOf(aws.state, TYPE, NODE)).toBeDefined();
    expect((await reporter().run(going())).message).toMatch(/^delivered compliance \(unchanged\), inventory/);
  });

  it('is kept where the service does not answer, and delivered later', async () => {
    aws.faults.add({ kind: 'throttle' }, { times: 99 });
    const outcome = await reporter().run(going());
    expect(outcome).toMatchObject({ kind: 'kept', verdict: 'non-compliant' });
    expect(outcome.message).toMatch(/^compliance kept: .+; inventory kept: /);
    aws.faults.clear();
    expect(await reporter().run(going())).toMatchObject({ kind: 'delivered' });
    expect(node.spooled()).toEqual([]);
  });

  it('has failed where somebody has to do something', async () => {
    aws.faults.add({ kind: 'denied' }, { times: 9 });
    const outcome = await reporter().run(going());
    expect(outcome).toMatchObject({ kind: 'failed', verdict: 'non-compliant' });
    expect(outcome.message).toContain('may not call ssm:PutComplianceItems');
  });

  it('has failed where the machine does not say which node it is', async () => {
    rmSync(join(node.root, 'var/lib/amazon'), { recursive: true });
    const outcome = await reporter().run(going());
    expect(outcome).toMatchObject({ kind: 'failed', verdict: null });
    expect(outcome.message).toMatch(
      /^the report ended with status 1; it said: ssm-doctor: expected to be told this node's id/,
    );
  });
});

/** A reporter whose child runs this code in place of a report. */
function running(code: string, { diagnosis = 20_000, args = [] as string[] } = {}): Reporter {
  return childReporter({
    command: { program: process.execPath, args: [...args, '-e', code] },
    environment: process.env,
    order: () => anOrder({ deadline: 1000 }),
    diagnosis,
  });
}

describe('a child that does not do what it should', () => {
  it.each<[string, string, RegExp]>([
    [
      'is killed',
      `process.kill(process.pid, 'SIGKILL')`,
      /^the report was killed \(SIGKILL\), as the system does/,
    ],
    ['is ended by somebody', `process.kill(process.pid, 'SIGTERM')`, /^the report was killed \(SIGTERM\)$/],
    ['prints nothing', '', /^expected what became of the report, found nothing$/],
    ['prints garbage', `console.log('<html>\\x1b[31m')`, /found <html>\\x1b\[31m$/],
    ['prints other JSON', `console.log('{"targets":[null],"earlier":[]}')`, /found {"targets"/],
    [
      'prints without end',
      `for (let i = 0; i < 3e4; i++) console.log('x'.repeat(99))`,
      /found more than it ever says$/,
    ],
    [
      'throws',
      `throw new Error('no such luck')`,
      /^the report ended with status 1; it said: .*Error: no such luck$/,
    ],
    [
      'is told nonsense',
      `console.error('ssm-doctor: --since: expected\\n\\n'); process.exitCode = 2`,
      /^the report ended with status 2; it said: ssm-doctor: --since: expected$/,
    ],
    [
      'complains without end',
      `for (let i = 0; i < 3e4; i++) console.error('line ' + i); process.exitCode = 1`,
      /it said: line 29997 \/ line 29998 \/ line 29999$/,
    ],
  ])('%s', async (_, code, message) => {
    const outcome = await running(code).run(going());
    expect(outcome).toMatchObject({ kind: 'failed', verdict: null });
    expect(outcome.message).toMatch(message);
    expect(outcome.message.length).toBeLessThanOrEqual(600);
  });

  it.skipIf(process.platform === 'win32')('has no memory', async () => {
    const hoard = 'const all = []; for (;;) all.push(new Array(1e5).fill({}))';
    const outcome = await running(hoard, { args: ['--max-old-space-size=20'] }).run(going());
    expect(outcome.message).toMatch(/^the report was killed \(SIG\w+\)/);
  });

  it('cannot be started', async () => {
    const absent = childReporter({
      command: { program: join(scratch, 'absent'), args: [] },
      environment: process.env,
      order: anOrder,
    });
    expect(await absent.run(going())).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^the report could not be started: the program is not there any more/),
    });
  });

  it('hangs: it is stopped when its time is over', async () => {
    const outcome = await running('setInterval(() => 0, 1000)', { diagnosis: 500 }).run(going());
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: 'the report did not end within 2 s and was stopped',
    });
    expect(outcome.durationMs).toBeGreaterThan(1400);
    expect(outcome.durationMs).toBeLessThan(4000);
  });

  it('leaves a child of its own with its output: nobody waits for that', async () => {
    const code = `
      const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', 'setTimeout(() => 0, 20000)'], { stdio: 'inherit', detached: true }).unref();`;
    const outcome = await running(code).run(going());
    expect(outcome.message).toMatch(/found nothing$/);
    expect(outcome.durationMs).toBeLessThan(10_000);
  });
});

describe('a child that is to end', () => {
  it('is not started any more', async () => {
    const outcome = await running('').run(AbortSignal.abort());
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^the report was stopped/),
    });
  });

  it('ends at once', async () => {
    const aborting = new AbortController();
    const run = running('setInterval(() => 0, 1000)').run(aborting.signal);
    await sleep(300);
    const aborted = performance.now();
    aborting.abort();
    expect(await run).toMatchObject({ message: expect.stringMatching(/^the report was stopped/) });
    expect(performance.now() - aborted).toBeLessThan(3000);
  });

  it.skipIf(process.platform === 'win32')(
    'is killed, with what it started, when it does not listen',
    async () => {
      const pids = join(scratch, 'pids');
      const code = `
      const { spawn } = require('node:child_process');
      process.on('SIGTERM', () => undefined);
      const deaf = "process.on('SIGTERM', () => undefined); setInterval(() => 0, 1000)";
      const own = spawn(process.execPath, ['-e', deaf]);
      require('node:fs').writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + own.pid);
      setInterval(() => 0, 1000);`;
      const aborting = new AbortController();
      const run = running(code).run(aborting.signal);
      await sleep(1500);
      const aborted = performance.now();
      aborting.abort();
      await run;
      const took = performance.now() - aborted;
      expect(took).toBeGreaterThan(4900);
      expect(took).toBeLessThan(8000);
      await sleep(200);
      for (const pid of readFileSync(pids, 'utf8').split(' ')) expect(isRunning(Number(pid))).toBe(false);
    },
  );
});

it.skipIf(process.platform === 'win32')('a child gives way to others, in a group of its own', async () => {
  const code = `
    const { execFileSync } = require('node:child_process');
    const pgid = execFileSync('ps', ['-o', 'pgid=', '-p', String(process.pid)], { encoding: 'utf8' }).trim();
    console.log(require('node:os').getPriority(), Number(pgid) === process.pid);`;
  const { message } = await running(code).run(going());
  expect(message).toMatch(/found 1\d true$/);
});

function isRunning(pid: number): boolean {
  // One that has ended, and that nobody has asked for yet, does not run.
  const state = execFileSync('sh', ['-c', `ps -o stat= -p ${pid} || true`], { encoding: 'utf8' }).trim();
  return state !== '' && !state.startsWith('Z');
}
