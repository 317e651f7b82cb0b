import { expect, test } from 'vitest';
import { familyBits, loadCatalogue } from '../../../src/causes/catalogue.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { type KnownLine, KnownLines } from '../../../src/diagnosis/observe/known-lines.ts';
import { operationOf } from '../../../src/diagnosis/observe/operations.ts';
import { outputSink } from '../../../src/diagnosis/observe/output-sink.ts';
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
const matchers = scanMatchers(catalogue);
const prefilter = createPrefilter(matchers, familyBits(['output']));
const quiet = matchers.filter(
  (matcher) => matcher.quiet && (matcher.families & familyBits(['output'])) !== 0,
);
kernel.load(prefilter.tables);

class CountedLines extends KnownLines {
  found = 0;
  readonly #remembers: boolean;

  constructor(remembers: boolean) {
    super();
    this.#remembers = remembers;
  }

  override get(digest: number): KnownLine | undefined {
    const known = this.#remembers ? super.get(digest) : undefined;
    if (known !== undefined) this.found++;
    return known;
  }
}

/** What outputs of several runs come to. */
function stateOf(texts: readonly string[], lines: KnownLines): unknown {
  const state = emptyState();
  for (const [index, text] of texts.entries()) {
    const scope = {
      kind: 'run',
      documentId: `${COMMAND}-${index}`,
      runId: null,
      associationId: null,
    } as const;
    const order = index * 2 ** 42;
    const sink = outputSink(
      { state, catalogue, kernel, lines, quiet },
      {
        shown: `/run-${index}/stdout`,
        order,
        operation: operationOf(state, scope),
        family: 'output',
        time: { at: 0, clock: 'utc', order },
      },
    );
    scanRecords({ kernel, prefilter, boundaries: lineBoundaries }, feedOf(Buffer.from(text)), sink);
  }
  return state;
}

const SAMPLES = samplesOf('output').filter((sample) => !sample.includes('\r'));

test('lines that say little count as often as they stand there, whatever is around them', () => {
  let text = '';
  for (const [index, sample] of SAMPLES.entries()) {
    const other = SAMPLES[(7 * index) % SAMPLES.length] ?? '';
    for (let turn = 0; turn < 3; turn++)
      text += `${stampOf(index)} ${sample}\n${sample}\n${turn === 1 ? `${other}\n` : ''}`;
  }
  const lines = new CountedLines(true);
  expect(stateOf([text], lines)).toEqual(stateOf([text], new CountedLines(false)));
  expect(lines.found).toBeGreaterThan(10);
});

test('facts and ends of trouble are entered for each run, whatever the time and the ids in the line', () => {
  const lineOf = (sample: string, run: number): string =>
    `${stampOf(run)} ${sample.replace(UUID, `0000000${run}-aaaa-4bbb-8ccc-000000000001`)}\n${sample}`;
  const runs = SAMPLES.flatMap((sample, index) => {
    // Before the line that may end it there is trouble in each third run.
    const trouble = SAMPLES[(11 * index) % SAMPLES.length] ?? '';
    return [0, 1, 2, 3].map((run) => `x\n${run === 2 ? `${trouble}\n` : ''}x\n${lineOf(sample, run)}\nx\n`);
  });
  const lines = new CountedLines(true);
  expect(stateOf(runs, lines)).toEqual(stateOf(runs, new CountedLines(false)));
  expect(lines.found).toBeGreaterThan(100);
});

test('a line that the console may have broken is looked at', () => {
  const line = `root [INFO]: Running with snapshot id = ${COMMAND} and operation = Scan`.padStart(100, '.');
  const lines = new CountedLines(true);
  const texts = [`x\n${line}\n`, `x\n${line}\r\n${line}\r\n`];
  expect(stateOf(texts, lines)).toEqual(stateOf(texts, new CountedLines(false)));
});

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

test('of a pattern that reads on in the next line each one is looked at', () => {
  const reading = matchers.filter((matcher) => !matcher.seesOneLine()).length;
  expect(reading).toBeGreaterThan(10);
  expect(reading).toBeLessThan(matchers.length);
});
