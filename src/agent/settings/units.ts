/** Times and sizes as a person writes them: `30s`, `15m`, `500KB`. */

const TIME_UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const SIZE_UNITS: readonly (readonly [unit: string, bytes: number])[] = [
  ['GB', 1024 ** 3],
  ['MB', 1024 ** 2],
  ['KB', 1024],
  ['B', 1],
];

/** The forms, for `parseTime` and `parseSize` and for schemas. */
export const TIME = /^\d{1,6}(?:ms|s|m|h|d)$/;
export const SIZE = /^\d{1,6}(?:B|KB|MB|GB)$/;

/** Milliseconds of a text that has the form `TIME`. */
export function parseTime(text: string): number {
  return quantityOf(text, TIME_UNITS);
}

/** Bytes of a text that has the form `SIZE`. Units are those of disks and memory: 1 KB is 1,024 bytes. */
export function parseSize(text: string): number {
  return quantityOf(text, SIZE_UNITS);
}

/** Milliseconds in the largest unit that is exact; what `parseTime` made of a text takes no more digits than it. */
export function timeText(milliseconds: number): string {
  return textOf(milliseconds, TIME_UNITS);
}

/** Bytes in the largest unit that is exact. */
export function sizeText(bytes: number): string {
  return textOf(bytes, SIZE_UNITS);
}

type Units = readonly (readonly [unit: string, factor: number])[];

function quantityOf(text: string, units: Units): number {
  const digits = /^\d+/.exec(text)?.[0] ?? '';
  const factor = units.find(([unit]) => unit === text.slice(digits.length))?.[1];
  return Number(digits) * (factor ?? Number.NaN);
}

function textOf(value: number, units: Units): string {
  const [unit, factor] = units.find(([, size]) => value >= size && value % size === 0) ??
    units.at(-1) ?? ['', 1];
  return `${value / factor}${unit}`;
}
