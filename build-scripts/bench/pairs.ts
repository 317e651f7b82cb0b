import type { Cost } from './meter.ts';

export interface Compared {
  /** The median of the ratios of the pairs: what the machine does meanwhile meets both sides of a pair alike. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  readonly a: Medians;
  readonly b: Medians;
}

export interface Medians {
  readonly cpu: number;
  readonly peak: number;
}

/** Measures two commands in turn, A B A B …, after one run of each that warms the caches of the file system. */
export function compare(pairs: number, a: () => Cost, b: () => Cost): Compared {
  a();
  b();
  const costs = Array.from({ length: pairs }, () => [a(), b()] as const);
  const ratios = costs.map(([ofA, ofB]) => ofA.cpu / ofB.cpu);
  return {
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    a: mediansOf(costs.map(([ofA]) => ofA)),
    b: mediansOf(costs.map(([, ofB]) => ofB)),
  };
}

export function mediansOf(costs: readonly Cost[]): Medians {
  return { cpu: median(costs.map(({ cpu }) => cpu)), peak: median(costs.map(({ peak }) => peak)) };
}

/** The mean of the two in the middle when the number is even; NaN of nothing. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((x, y) => x - y);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
