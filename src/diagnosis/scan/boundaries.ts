import { continuesJournalRecord } from '../../../parsers/agent-log/journal.ts';
import type { Kernel } from '../../reading/kernel/kernel.ts';
import { CARRY, HEAD_BYTES } from '../../reading/kernel/layout.ts';

/** Where records begin and end in the kernel's memory; addresses within [floor, ceiling). */
export interface Boundaries {
  /** Start of the record that the byte at `at` is in; bytes up to `ceiling` may be looked at to tell. */
  startOf(kernel: Kernel, at: number, floor: number, ceiling: number): number;
  /** End (exclusive) of the record that starts at `start` and holds the byte at `at`. */
  endOf(kernel: Kernel, at: number, ceiling: number): number;
  /** Start of the part that may belong to a record which goes on behind `end`. */
  cut(kernel: Kernel, start: number, end: number): number;
}

/** Most bytes of a record that are looked at together. */
export const RECORD_LIMIT = 64 * 1024;
/** Bytes before a hit that are looked at for the beginning of its record; some behind it have to fit in, too. */
const BACK = RECORD_LIMIT - 4096;
/** Step output has no records: a pattern may look at this many lines after the one it begins in. */
const LINES_AHEAD = 2;

/** Records of the agent's logs: a line with a head, and the lines without one that follow. */
export const agentBoundaries: Boundaries = {
  startOf: (kernel, at, floor, ceiling) => kernel.agentStart(at, Math.max(floor, at - BACK), ceiling),
  endOf: (kernel, at, ceiling) => kernel.agentEnd(at, Math.min(ceiling, at + RECORD_LIMIT)),
  cut: (kernel, start, end) =>
    cutBefore(kernel, start, end, (at) => kernel.beginsAgentRecord(at, at + HEAD_BYTES) !== 0),
};

/** Journal and syslog: every line is a record but the agent's own continuation lines. */
export const journalBoundaries: Boundaries = {
  startOf(kernel, at, floor, ceiling) {
    const limit = Math.max(floor, at - BACK);
    let start = kernel.lineStart(at, limit);
    while (start > limit && !beginsInJournal(kernel, start, Math.min(ceiling, start + HEAD_BYTES))) {
      start = kernel.lineStart(start - 1, limit);
    }
    return start;
  },
  endOf(kernel, at, ceiling) {
    const limit = Math.min(ceiling, at + RECORD_LIMIT);
    let end = kernel.lineEnd(at, limit);
    while (end < limit && !beginsInJournal(kernel, end, Math.min(limit, end + HEAD_BYTES)))
      end = kernel.lineEnd(end, limit);
    return end;
  },
  cut: (kernel, start, end) =>
    cutBefore(kernel, start, end, (at) => beginsInJournal(kernel, at, at + HEAD_BYTES)),
};

function beginsInJournal({ bytes }: Kernel, start: number, end: number): boolean {
  return !continuesJournalRecord(bytes.toString('utf8', start, end));
}

/** Start of the last record that is whole as far as its head goes. */
function cutBefore(kernel: Kernel, start: number, end: number, begins: (at: number) => boolean): number {
  const limit = Math.max(start, end - CARRY);
  let at = end;
  do at = kernel.lineStart(at - 1, limit);
  while (at > limit && (end - at < HEAD_BYTES || !begins(at)));
  return at;
}

/** Every line is a record. */
export const lineBoundaries: Boundaries = {
  startOf: (kernel, at, floor) => kernel.lineStart(at, Math.max(floor, at - BACK)),
  endOf: (kernel, at, ceiling) => kernel.lineEnd(at, Math.min(ceiling, at + RECORD_LIMIT)),
  cut(kernel, start, end) {
    const limit = Math.max(start, end - CARRY);
    let at = end;
    for (let lines = 0; lines <= LINES_AHEAD && at > limit; lines++) at = kernel.lineStart(at - 1, limit);
    return at;
  },
};

const EVENT = Buffer.from('<Event ');
const EVENT_END = Buffer.from('</Event>');

/** Every event of an export as XML is a record, whether each has its line or all stand in one. */
export const eventBoundaries: Boundaries = {
  startOf(kernel, at, floor, ceiling) {
    const limit = Math.max(floor, at - BACK);
    const start = kernel.bytes.lastIndexOf(EVENT, at);
    return start < limit ? lineBoundaries.startOf(kernel, at, limit, ceiling) : start;
  },
  endOf(kernel, at, ceiling) {
    const end = kernel.bytes.subarray(at, Math.min(ceiling, at + RECORD_LIMIT)).indexOf(EVENT_END);
    return end < 0 ? lineBoundaries.endOf(kernel, at, ceiling) : at + end + EVENT_END.length;
  },
  cut(kernel, start, end) {
    const last = kernel.bytes.lastIndexOf(EVENT, end - 1);
    return last < Math.max(start, end - CARRY) ? lineBoundaries.cut(kernel, start, end) : last;
  },
};

/** End of the stretch that a pattern on the line ending at `end` may look at. */
export function endOfLinesAhead(bytes: Buffer, end: number, ceiling: number): number {
  let at = end;
  for (let lines = 0; lines < LINES_AHEAD && at < ceiling && at - end < 2048; lines++)
    at = lineEnd(bytes, at, ceiling);
  return Math.min(at, end + 2048);
}

/** One behind the line feed of the line that holds `at`. */
function lineEnd(bytes: Buffer, at: number, ceiling: number): number {
  const feed = bytes.indexOf(10, at);
  return feed < 0 || feed >= ceiling ? ceiling : feed + 1;
}
