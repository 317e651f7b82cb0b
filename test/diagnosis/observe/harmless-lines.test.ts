import { expect, test } from 'vitest';
import { familyBits, loadCatalogue } from '../../../src/causes/catalogue.ts';
import { emptyState, type Tally } from '../../../src/diagnosis/model.ts';
import { HarmlessLines } from '../../../src/diagnosis/observe/harmless-lines.ts';
import { operationOf } from '../../../src/diagnosis/observe/operations.ts';
import { outputSink } from '../../../src/diagnosis/observe/output-sink.ts';
import { saveState } from '../../../src/diagnosis/saved-state.ts';
import { lineBoundaries } from '../../../src/diagnosis/scan/boundaries.ts';
import { scanMatchers } from '../../../src/diagnosis/scan/matchers.ts';
import { createPrefilter } from '../../../src/diagnosis/scan/prefilter.ts';
import { scanRecords } from '../../../src/diagnosis/scan/scanner.ts';
import { createKernel } from '../../../src/reading/kernel/kernel.ts';
import { feedOf } from '../../reading/feeds.ts';
import { COMMAND, stampOf } from '../a-node.ts';
import { samplesOf } from '../samples.ts';

const catalogue = loadCatalogue('linux');
const kernel = createKernel();
const prefilter = createPrefilter(scanMatchers(catalogue), familyBits(['output']));
kernel.load(prefilter.tables);

class CountedLines extends HarmlessLines {
  found = 0;
  readonly #remembers: boolean;

  constructor(remembers: boolean) {
    super();
    this.#remembers = remembers;
  }

  override get(digest: number): readonly Tally[] | undefined {
    const tallies = this.#remembers ? super.get(digest) : undefined;
    if (tallies !== undefined) this.found++;
    return tallies;
  }
}

/** What an output comes to. */
function stateOf(text: string, harmless: HarmlessLines): unknown {
  const state = emptyState();
  const scope = { kind: 'run', documentId: COMMAND, runId: null, associationId: null } as const;
  const sink = outputSink(
    { state, catalogue, kernel, harmless },
    {
      shown: '/run/stdout',
      order: 0,
      operation: operationOf(state, scope),
      family: 'output',
      time: { at: 0, clock: 'utc', order: 0 },
    },
  );
  scanRecords({ kernel, prefilter, boundaries: lineBoundaries }, feedOf(Buffer.from(text)), sink);
  return saveState(state);
}

test('harmless lines count as often as they stand there, whatever is around them', () => {
  const samples = samplesOf('output').filter((sample) => !sample.includes('\r'));
  let text = '';
  for (const [index, sample] of samples.entries()) {
    const other = samples[(7 * index) % samples.length] ?? '';
    for (let turn = 0; turn < 3; turn++)
      text += `${stampOf(index)} ${sample}\n${sample}\n${turn === 1 ? `${other}\n` : ''}`;
  }
  const lines = new CountedLines(true);
  expect(stateOf(text, lines)).toEqual(stateOf(text, new CountedLines(false)));
  expect(lines.found).toBeGreaterThan(10);
});

test('of a pattern that reads on in the next line each one is looked at', () => {
  const matchers = scanMatchers(catalogue);
  const reading = matchers.filter((matcher) => !matcher.seesOneLine()).length;
  expect(reading).toBeGreaterThan(10);
  expect(reading).toBeLessThan(matchers.length);
});
