import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { childReporter, type ReportOutcome } from '../../../src/agent/reporting/reporter.ts';
import { timetable } from '../../../src/agent/reporting/timetable.ts';
import { nodeAlarmClock } from '../../../src/platform/clock.ts';
import { bundle, REGION, ReportingNode } from '../../delivery/reporting-node.ts';
import { startFakeAws } from '../../fake-aws/server.ts';
import { complianceOf } from '../../fake-aws/state/state.ts';
import { NODE } from '../../support/identity-files.ts';
import { anOrder } from './an-order.ts';

const SETTINGS = { jitter: 0, onChange: true, settle: 200, atMostEvery: 500 };
const scratch = mkdtempSync(join(tmpdir(), 'reports-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const made = bundle();

it('a change is beside the verdict soon after', async () => {
  const aws = await startFakeAws({ node: { id: NODE, region: REGION } });
  const node = new ReportingNode(made);
  node.share(aws.credentials);
  const more = ['--mounted', '--root', node.root, '--platform', 'linux', '--endpoint', aws.url];
  const ended: ReportOutcome[] = [];
  const table = timetable({
    settings: SETTINGS,
    schedule: null,
    node: NODE,
    clock: nodeAlarmClock(),
    onEnd: (outcome) => ended.push(outcome),
    reporter: childReporter({
      command: { program: made.program.file, args: made.program.args },
      environment: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', HOME: node.root },
      order: () => anOrder({ state: node.state, since: 3650 * 86_400_000 }),
      more,
    }),
  });
  table.start();
  for (const [count, line] of ['all is well', 'EC2RoleRequestError: no EC2 instance role found'].entries()) {
    node.says(line, count === 0 ? 'INFO' : 'ERROR');
    table.changed();
    while (ended.length === count) await sleep(50);
  }
  await table.stop();
  expect(ended.map(({ kind }) => kind)).toEqual(['delivered', 'delivered']);
  expect(ended[1]?.verdict).toBe('non-compliant');
  expect(complianceOf(aws.state, 'Custom:SsmDoctor', NODE)?.items.map(({ Id }) => Id)).toContainEqual(
    expect.stringMatching(/^CREDENTIALS_NO_INSTANCE_PROFILE/),
  );
  await aws.close();
});

it('stops within ten seconds, though its child does not listen', async () => {
  const begun = join(scratch, 'begun');
  const code = `process.on('SIGTERM', () => undefined);
    require('node:fs').writeFileSync(${JSON.stringify(begun)}, '');
    setInterval(() => 0, 1000);`;
  const table = timetable({
    settings: SETTINGS,
    schedule: null,
    node: NODE,
    clock: nodeAlarmClock(),
    reporter: childReporter({
      command: { program: process.execPath, args: ['-e', code] },
      environment: process.env,
      order: anOrder,
    }),
  });
  table.start();
  table.changed();
  while (!existsSync(begun)) await sleep(50);
  const from = performance.now();
  await table.stop();
  expect(performance.now() - from).toBeLessThan(10_500);
  expect(table.isRunning()).toBe(false);
});
