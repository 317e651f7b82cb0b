/**
 * An agent that meets a fault of its own, for tests: `ROOT STATE LINE`. The clock that it judges by fails as soon as a line
 * is there to judge. The process is to end by itself when the agent was stopped.
 */
import { appendFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, residentOf } from '../../src/cli/agent-parts.ts';

const [root = '', state = '', line = ''] = process.argv.slice(2);
const settings = {
  report: {
    to: [],
    schedule: '* * * * *',
    jitter: 0,
    onChange: true,
    settle: 0,
    atMostEvery: 0,
    deadline: 1000,
    since: 1000,
    minSeverity: 'LOW',
    type: 'Custom:SsmDoctor',
  },
  watch: { polling: 'auto', every: 1000 },
  log: { level: 'debug', file: join(state, 'agent.log'), maxSize: 1e6, keep: 1 },
  state,
  rules: [],
} as const;

let isBroken = false;
const prepared = await prepare(settings, { root });
const clock = (): number => {
  if (isBroken) throw new Error('no time');
  return Date.now();
};
const delivered = { kind: 'delivered', message: 'done', verdict: null, durationMs: 1 } as const;
const reporter = { run: async () => delivered };
const { promise, resolve } = Promise.withResolvers<unknown>();
const resident = residentOf({ ...prepared, reporter, live: { ...prepared.live, clock } }, resolve);
resident.start();
isBroken = true;
appendFileSync(join(root, 'var/log/amazon/ssm/amazon-ssm-agent.log'), line);
writeSync(1, `${String(await promise)}\n`);
await resident.stop('fault');
await prepared.log.close();
writeSync(1, 'stopped\n');
