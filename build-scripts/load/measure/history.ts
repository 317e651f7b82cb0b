import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomOf } from '../../resume/random.ts';
import { stamp } from '../storm/agent-process.ts';
import { NodeUnderLoad } from '../storm/node-under-load.ts';
import { LOG_FOLDER } from '../storm/run.ts';
import { Timeline } from '../storm/timeline.ts';
import { TruthFile } from '../storm/truth.ts';

const A_DAY = 86_400_000;
const AN_HOUR = 3_600_000;
const DAYS = 7;
const FAILURES = 0.05;
const SEED = 99;
/** With the other logs, 2,000 runs leave 20. */
const ROLLING = { size: 1_500_000, keep: 12 };
/** Logs that no run writes to. */
const OTHERS = [
  'hibernate.log',
  'AmazonSSMAgent-update.txt',
  'ssm-setup-cli.log',
  'audits/amazon-ssm-agent-audit-2026-01-02',
  'audits/amazon-ssm-agent-audit-2026-01-03',
  'audits/amazon-ssm-agent-audit-2026-01-04',
];

/**
 * Makes a tree in which about so many runs left their traces in the last days, the latest an hour ago. Returns how many
 * they are.
 */
export async function makeHistory(root: string, runs: number): Promise<number> {
  const end = Date.now() - AN_HOUR;
  const seconds = (DAYS * A_DAY) / 1000;
  const timeline = new Timeline(end - DAYS * A_DAY);
  const truth = new TruthFile('/dev/null');
  const node = new NodeUnderLoad(root, timeline, randomOf(SEED), truth, {
    rate: runs / seconds,
    seconds,
    failures: FAILURES,
    rolling: ROLLING,
  });
  node.begin();
  await timeline.run('at once');
  truth.close();
  for (const name of OTHERS) {
    const path = join(root, LOG_FOLDER, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name.startsWith('audits/') ? 'SchemaVersion=1\n' : `${stamp(end)} INFO Synthetic\n`);
  }
  for (const { parentPath, name } of readdirSync(root, { recursive: true, withFileTypes: true })) {
    utimesSync(join(parentPath, name), end / 1000, end / 1000);
  }
  return node.figures.runs;
}
