import { median } from '../../bench/pairs.ts';
import { megabytes, type Row, ratioRow } from '../../bench/rows.ts';
import type { Planted } from '../storm/truth.ts';
import { type Account, percentile } from './account.ts';
import type { Message } from './watcher.ts';

/** What the product promises of `watch` while ten documents a second run. */
const GOALS = {
  /** A failure is told while the reader still thinks of what he did: a twentieth of a second, of 95 in 100. */
  latency: 50,
  /** Percent of a core: what nobody sees in the load of a node. */
  cpu: 3,
  /** The same as a ratio: tail took 0.2 % of a core where that was set, and reads neither states nor output. */
  tail: 15,
  /** Private memory of the last third of the time to that of the first, after a start: it does not grow. */
  growth: 1.15,
} as const;
/** At the goals, or above them with room for a machine that others use: it gets no worse. */
const LIMITS = { latency: 50, cpu: 6, tail: 25, growth: 1.25, wrong: 0.01 } as const;
/** For which the memory after the start does not count: as much as the interpreter takes to settle. */
const WARM_UP = 0.2;
const SHOWN = 5;

/** What came of a storm. */
export interface Measured {
  readonly account: Account;
  /** Failures. */
  readonly planted: number;
  readonly writer: Written;
  readonly cpu: Share;
  /** Private memory from second to second, in bytes. */
  readonly memory: readonly number[];
}

/** What the writer says of itself. */
export interface Written {
  readonly runs: number;
  readonly unreadable: number;
  readonly lateMs: number;
}

/** Processor time in the same window, in percent of a core. */
interface Share {
  readonly program: number;
  readonly tail: number;
}

/** Each figure with its limit. */
export function stormRows({ account, planted, writer, cpu, memory }: Measured): Row[] {
  const { missed, twice, unexplained, latencies, lost, wrongRuns } = account;
  const times = latencies.map((latency) => latency.milliseconds);
  return [
    fewRow('failures missed', missed.length, planted, `of ${planted} planted in ${writer.runs} runs`),
    noneRow('failures told twice', twice.length, `of ${planted}`),
    noneRow('findings unexplained', unexplained.length, 'that nothing planted brought about'),
    fewRow(
      'runs told wrong',
      wrongRuns.length,
      writer.runs,
      `of ${writer.runs}: start, end, outcome, each once`,
    ),
    noneRow('places lost', lost, 'lines that the program says it could not read'),
    {
      ...limited('latency p95', percentile(times, 0.95), LIMITS.latency, ' ms'),
      detail: `from written to told: ${spreadOf(times)}; goal ${GOALS.latency} ms`,
    },
    {
      ...limited('processor', cpu.program, LIMITS.cpu, ' %'),
      detail: `of a core, with ${writer.runs} runs; goal ${GOALS.cpu} %`,
    },
    ratioRow('processor against tail', cpu.program / cpu.tail, LIMITS.tail, tailDetail(cpu)),
    growthRow(memory),
  ];
}

/** The last third against the first, both after the start. */
function growthRow(memory: readonly number[]): Row {
  const settled = memory.slice(Math.ceil(memory.length * WARM_UP));
  const third = Math.max(1, Math.floor(settled.length / 3));
  const [first, last] = [median(settled.slice(0, third)), median(settled.slice(-third))];
  const detail = `private memory ${megabytes(first)}, then ${megabytes(last)}, at most ${megabytes(Math.max(...memory))}; goal ${GOALS.growth}`;
  return ratioRow('growth of memory', last / first, LIMITS.growth, detail);
}

function tailDetail({ program, tail }: Share): string {
  return `${program.toFixed(2)} % of a core, tail -F of the two logs alone ${tail.toFixed(2)} %; goal ${GOALS.tail}`;
}

/** Of sorted times. */
function spreadOf(times: readonly number[]): string {
  const [half, most, all] = [0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(1));
  return `half within ${half} ms, 95 % within ${most} ms, all within ${all} ms`;
}

function noneRow(name: string, count: number, detail: string): Row {
  return { name, value: String(count), limit: '0', kept: count === 0, detail };
}

/** The goal is none. */
function fewRow(name: string, count: number, all: number, detail: string): Row {
  const most = Math.floor(all * LIMITS.wrong);
  return {
    name,
    value: String(count),
    limit: String(most),
    kept: count <= most,
    detail: `${detail}; goal 0`,
  };
}

function limited(name: string, value: number, limit: number, unit: string): Omit<Row, 'detail'> {
  return {
    name,
    value: `${value.toFixed(1)}${unit}`,
    limit: `${limit.toFixed(1)}${unit}`,
    kept: value <= limit,
  };
}

/** How the writer fared, how soon each kind was told, and the first of what is wrong. */
export function stormRemarks({ account, writer }: Measured): string[] {
  const { missed, twice, unexplained, latencies, wrongRuns } = account;
  const kinds = [...new Set(latencies.map(({ kind }) => kind))].sort();
  const timesOf = (kind: string) =>
    latencies.filter((latency) => latency.kind === kind).map((latency) => latency.milliseconds);
  const planted = (word: string, failures: readonly Planted[]) =>
    failures.slice(0, SHOWN).map(({ kind, tell, file }) => `  ${word}: ${kind} (${tell}) in ${file}`);
  const told = ({ cause, evidence }: Message) =>
    `  unexplained: ${cause}: ${evidence?.file}:${evidence?.line} ${evidence?.excerpt.slice(0, 200)}`;
  return [
    `the writer was late by ${writer.lateMs.toFixed(0)} ms at most; ${writer.unreadable} failures went to a deleted log`,
    ...kinds.map((kind) => `  ${kind}: ${timesOf(kind).length} told, ${spreadOf(timesOf(kind))}`),
    ...planted('missed', missed),
    ...planted('twice', twice),
    ...unexplained.slice(0, SHOWN).map(told),
    ...wrongRuns.slice(0, SHOWN).map((words) => `  run told wrong: ${words}`),
  ];
}
