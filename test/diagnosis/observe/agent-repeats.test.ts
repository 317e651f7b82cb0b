import { describe, expect, test } from 'vitest';
import { familyBits, loadCatalogue } from '../../../src/causes/catalogue.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { agentSink } from '../../../src/diagnosis/observe/agent-sink.ts';
import type { RecordPlaceKind } from '../../../src/diagnosis/observe/copies.ts';
import { type Entered, Repeats } from '../../../src/diagnosis/observe/repeats.ts';
import { agentBoundaries } from '../../../src/diagnosis/scan/boundaries.ts';
import { scanMatchers } from '../../../src/diagnosis/scan/matchers.ts';
import { createPrefilter } from '../../../src/diagnosis/scan/prefilter.ts';
import { scanRecords } from '../../../src/diagnosis/scan/scanner.ts';
import { createKernel } from '../../../src/reading/kernel/kernel.ts';
import { feedOf } from '../../reading/feeds.ts';
import { agentLine } from '../a-node.ts';
import { withNumbers } from '../numbers.ts';
import { samplesOf } from '../samples.ts';

const catalogue = loadCatalogue('linux');
const kernel = createKernel();
const matchers = scanMatchers(catalogue);
const prefilter = createPrefilter(matchers, familyBits(['agent']));
const quiet = matchers.filter((matcher) => matcher.quiet && (matcher.families & familyBits(['agent'])) !== 0);
kernel.load(prefilter.tables);

/** Remembers nothing, so that each record is looked at. */
class NoRepeats extends Repeats {
  override get(): Entered | undefined {
    return undefined;
  }
}

/** Counts what was asked for, and what was not looked at. */
class CountedRepeats extends Repeats {
  asked = 0;
  found = 0;

  override get(digest: number): Entered | undefined {
    this.asked++;
    const entered = super.get(digest);
    if (entered !== undefined) this.found++;
    return entered;
  }
}

type Log = readonly [kind: RecordPlaceKind, text: string];

/** What the logs come to. */
function stateOf(logs: readonly Log[], repeats: Repeats): unknown {
  const state = emptyState();
  for (const [index, [kind, text]] of logs.entries()) {
    const file = { shown: `/log/${index}`, kind, order: index * 2 ** 42 };
    const sink = agentSink({ state, catalogue, kernel, repeats, quiet }, file);
    scanRecords({ kernel, prefilter, boundaries: agentBoundaries }, feedOf(Buffer.from(text)), sink);
  }
  return state;
}

const UUIDS = [
  '00000000-0000-0000-0000-000000000000',
  'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa',
  '12345678-90ab-cdef-1234-567890abcdef',
  'fedcba09-8765-4321-fedc-ba0987654321',
];
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function withIds(text: string, turn: number): string {
  return text.replace(UUID, () => UUIDS[turn % UUIDS.length] ?? '');
}

const SAMPLES = samplesOf('agent').filter((sample) => !sample.includes('\r'));
const CONTEXTS = [
  '',
  '[ssm-agent-worker] [HealthCheck] ',
  '[ssm-document-worker] [11111111-aaaa-4bbb-8ccc-000000000001] ',
  '[ssm-agent-worker] [Association] [associationId=11111111-aaaa-4bbb-8ccc-000000000001] ',
];

/** Each sample in each context, several times, with other ids. */
function logOf(samples: readonly string[], place = ''): string {
  let log = '';
  for (const [index, sample] of samples.entries())
    for (let turn = 0; turn < 8; turn++) {
      const contexts = CONTEXTS[(index + (turn >> 2)) % CONTEXTS.length] ?? '';
      const level = index % 3 === 0 ? 'INFO' : 'ERROR';
      log += agentLine(8 * index + turn, level, withIds(sample, turn), place + withIds(contexts, turn + 1));
    }
  return log;
}

describe('a record whose text was seen before', () => {
  test('enters what it would if it were looked at, whatever is in it', () => {
    const log = logOf(SAMPLES);
    const logs: Log[] = [
      ['main', log],
      ['errors', logOf(SAMPLES, '[Errorf @ log.go.12] ')],
      ['main', log],
    ];
    const repeats = new CountedRepeats();
    expect(stateOf(logs, repeats)).toEqual(stateOf(logs, new NoRepeats()));
    expect(repeats.found).toBeGreaterThan(SAMPLES.length);
  });

  test('is known with other ids, in another file and in the log of errors', () => {
    const line = (minute: number, id: string, place = ''): string =>
      agentLine(minute, 'ERROR', `nobody knows this, request id: ${UUIDS[Number(id)]}`, `${place}[X] `);
    const repeats = new CountedRepeats();
    stateOf(
      [
        ['main', line(1, '0') + line(2, '1')],
        ['main', line(3, '2') + line(4, '3')],
        ['errors', line(5, '0', '[Errorf @ log.go.12] ') + line(6, '1', '[Errorf @ log.go.12] ')],
      ],
      repeats,
    );
    // The first record of a file is looked at: its literals are not all known.
    expect(repeats.found).toBe(3 - 1);
  });

  test('is not even asked for in the log of errors when it is a copy', () => {
    const lines = (place: string): string =>
      [1, 2, 3].map((minute) => agentLine(minute, 'ERROR', 'nobody knows this', `${place}[X] `)).join('');
    const repeats = new CountedRepeats();
    const logs: Log[] = [
      ['main', lines('')],
      ['errors', lines('[Errorf @ log.go.12] ')],
    ];
    stateOf(logs.slice(0, 1), repeats);
    const { asked } = repeats;
    stateOf(logs, repeats);
    expect(repeats.asked).toBe(2 * asked);
  });

  test('enters what it would if it were looked at, whatever its numbers are', () => {
    let log = '';
    for (const [index, sample] of SAMPLES.entries())
      for (let turn = 0; turn < 10; turn++) {
        const text = turn === 0 ? sample : withNumbers(sample, (length) => String(turn).repeat(length));
        log += agentLine(
          10 * index + turn,
          'ERROR',
          withIds(text, turn),
          '[ssm-agent-worker] [HealthCheck] ',
        );
      }
    const repeats = new CountedRepeats();
    expect(stateOf([['main', log]], repeats)).toEqual(stateOf([['main', log]], new NoRepeats()));
    expect(repeats.found).toBeGreaterThan(SAMPLES.length);
  });

  test('is known with other numbers, unless something depends on them', () => {
    const foundIn = (messages: readonly string[]): number => {
      const repeats = new CountedRepeats();
      const lines = messages.map((message, minute) => agentLine(minute, 'ERROR', message));
      stateOf([['main', ['', ...lines].join(agentLine(0, 'INFO', 'all is well'))]], repeats);
      return repeats.found;
    };
    const unknown = (number: string): string => `nobody knows this error of ${number}`;
    expect(foundIn(['10.0.0.1:48513', '10.0.0.2:53000'].map(unknown))).toBe(1);
    expect(foundIn(['169.254.169.254:80', '172.217.169.254:80'].map(unknown))).toBe(0);
    expect(foundIn(['172.217.169.254:80', '169.254.169.254:80'].map(unknown))).toBe(0);
    expect(foundIn(['169.254.169.254:80', '169.254.169.254:80'].map(unknown))).toBe(1);
  });

  test('is not when its level is another one, or a digit of a word', () => {
    const line = (level: string, name: string): string =>
      agentLine(1, level, `nobody knows this error of ${name}`);
    const repeats = new CountedRepeats();
    const text = `${line('WARN', 'v1')}${line('ERROR', 'v1')}${line('CRITICAL', 'v1')}${line('ERROR', 'v2')}`;
    stateOf([['main', text]], repeats);
    expect(repeats.found).toBe(0);
  });
});
