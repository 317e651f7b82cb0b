/**
 * Writes into a tree what a node writes on which ten documents a second run, and notes which failures it planted:
 *
 *   node build-scripts/load/storm.ts --root DIR --truth FILE [--seconds 60] [--rate 10] [--failures 0.2] [--seed 1]
 *                                    [--roll-size 1000000] [--roll-keep 10] [--at-once]
 *
 * --failures is the share of the runs with a failure; --at-once does not wait for time to pass. Prints one JSON
 * object when all is written: how many runs there were, how many failures were planted and how many of these nobody
 * could read because the log had been deleted, and by how many milliseconds it was late at most.
 */
import { parseArgs } from 'node:util';
import { randomOf } from '../resume/random.ts';
import { NodeUnderLoad } from './storm/node-under-load.ts';
import { Timeline } from './storm/timeline.ts';
import { TruthFile } from './storm/truth.ts';

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    truth: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '10' },
    failures: { type: 'string', default: '0.2' },
    seed: { type: 'string', default: '1' },
    'roll-size': { type: 'string', default: '1000000' },
    'roll-keep': { type: 'string', default: '10' },
    'at-once': { type: 'boolean', default: false },
  },
});
if (values.root === undefined || values.truth === undefined) {
  throw new Error('expected --root DIR and --truth FILE');
}
const seconds = Number(values.seconds);
const atOnce = values['at-once'];
const timeline = new Timeline(Date.now() - (atOnce ? seconds * 1000 : 0));
const truth = new TruthFile(values.truth);
const node = new NodeUnderLoad(values.root, timeline, randomOf(Number(values.seed)), truth, {
  rate: Number(values.rate),
  seconds,
  failures: Number(values.failures),
  rolling: { size: Number(values['roll-size']), keep: Number(values['roll-keep']) },
});
node.begin();
await timeline.run(atOnce ? 'at once' : 'real');
truth.close();
console.log(JSON.stringify({ ...node.figures, planted: truth.planted, lateMs: timeline.latest }));
