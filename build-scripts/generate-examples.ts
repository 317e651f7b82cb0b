import type { Cause, Signal } from '../src/causes/cause.ts';
import type { Examples } from '../src/causes/explain/explain-cause.ts';
import { readCatalogue } from './generate-catalogue.ts';
import { quote } from './quote.ts';

/** Lines shown of a cause, and their longest. */
const LINES = 3;
const LINE_LIMIT = 160;

/** The text of the module with example lines, which only an explanation loads. */
export function generateExamples(): string {
  return [
    '/** Lines that lead to each cause; made from the YAML files by `npm run generate`. */',
    `export const EXAMPLES_JSON =\n  ${quote(JSON.stringify(examplesOf(readCatalogue().causes)))};`,
    '',
  ].join('\n');
}

/** What is shown of the patterns of each cause, the surest first. */
export function examplesOf(causes: readonly Cause[]): Record<string, Examples> {
  return Object.fromEntries(
    causes.map(({ id, signals }) => [
      id,
      { patterns: signals.length, lines: surestFirst(signals).slice(0, LINES).map(exampleOf) },
    ]),
  );
}

function surestFirst(signals: readonly Signal[]): Signal[] {
  const rank = ({ confidence }: Signal): number => ['high', 'medium', 'low'].indexOf(confidence);
  return signals.toSorted((a, b) => rank(a) - rank(b));
}

function exampleOf(signal: Signal): Examples['lines'][number] {
  const [first = ''] = (signal.samples[0] ?? '').trim().split(/[\r\n]+/);
  const characters = Array.from(first);
  const line = characters.length > LINE_LIMIT ? `${characters.slice(0, LINE_LIMIT - 1).join('')}…` : first;
  return { in: signal.in, line };
}
