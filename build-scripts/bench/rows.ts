/** One measured figure and what it may be at most. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  readonly kept: boolean;
  readonly detail: string;
}

export function ratioRow(name: string, ratio: number, limit: number, detail: string): Row {
  return { name, value: ratio.toFixed(2), limit: limit.toFixed(2), kept: ratio <= limit, detail };
}

export function lineOf({ name, value, limit, kept, detail }: Row): string {
  const figures = `${name.padEnd(25)} ${value.padStart(8)}  limit ${limit.padStart(8)}`;
  return `${figures}  ${kept ? 'kept    ' : 'EXCEEDED'}  ${detail}`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}
