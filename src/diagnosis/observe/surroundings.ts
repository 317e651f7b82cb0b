import { endOfLinesAhead } from '../scan/boundaries.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import type { RecordSpan } from '../scan/scanner.ts';
import { associationAbove } from './agent-scope.ts';
import { nodeContextAt } from './node-facts.ts';
import { startOfLinesBefore } from './text.ts';

/** A stretch of the kernel's memory, [from, to). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** All that a sink looks at around a record: what else stands there makes no difference. */
export interface Surroundings {
  readonly above: Stretch;
  readonly ahead: Stretch;
}

/** Tells what a sink looks at around what it is told of. */
export interface LooksAround {
  record(span: RecordSpan, candidates: readonly ScanMatcher[]): Surroundings;
  reached(span: RecordSpan): Surroundings;
}

/** Around records of the agent: the association that is named above, and the node that the block names. */
export const AROUND_AGENT_RECORDS: LooksAround = {
  record: (span, candidates) => ({
    above: associationAbove(span, candidates) ?? nothingAbove(span),
    ahead: nothingAhead(span),
  }),
  reached: (span) => ({ above: nodeContextAt(span) ?? nothingAbove(span), ahead: nothingAhead(span) }),
};

/** Around lines of output: the next lines, and those before where a line says nothing by itself. */
export const AROUND_OUTPUT: LooksAround = {
  record(span, candidates) {
    const ahead = { from: span.end, to: endOfLinesAhead(span.bytes, span.end, span.ceiling) };
    if (!candidates.some(looksBack)) return { above: nothingAbove(span), ahead };
    return { above: { from: startOfLinesBefore(span, MOST_LINES_BEFORE), to: span.start }, ahead };
  },
  reached: (span) => ({ above: nothingAbove(span), ahead: nothingAhead(span) }),
};

/** Lines that are quoted with a generic last line, or that the message of a PowerShell error may have. */
export const MOST_LINES_BEFORE = 4;

function looksBack({ purpose }: ScanMatcher): boolean {
  switch (purpose.kind) {
    case 'signal':
      return purpose.signal.lookBack === true;
    case 'context':
      return purpose.matcher.errorAbove === true;
    case 'coded':
      return true;
    default:
      return false;
  }
}

function nothingAbove({ start }: RecordSpan): Stretch {
  return { from: start, to: start };
}

function nothingAhead({ end }: RecordSpan): Stretch {
  return { from: end, to: end };
}
