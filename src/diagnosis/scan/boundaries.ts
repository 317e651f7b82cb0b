import { beginsAgentRecord } from '../../../parsers/agent-log/boundary.ts';
import { continuesJournalRecord } from '../../../parsers/agent-log/journal.ts';
import { CARRY } from '../../reading/kernel/layout.ts';

/** Where records begin and end in bytes; addresses within [floor, ceiling). */
export interface Boundaries {
  /** Start of the record that the byte at `at` is in; bytes up to `ceiling` may be looked at to tell. */
  startOf(bytes: Buffer, at: number, floor: number, ceiling: number): number;
  /** End (exclusive) of the record that starts at `start` and holds the byte at `at`. */
  endOf(bytes: Buffer, at: number, ceiling: number): number;
  /** Start of the part that may belong to a record which goes on behind `end`. */
  cut(bytes: Buffer, start: number, end: number): number;
}

/** Most bytes of a record that are looked at together. */
export const RECORD_LIMIT = 64 * 1024;
/** Bytes before a hit that are looked at for the beginning of its record; some behind it have to fit in, too. */
const BACK = RECORD_LIMIT - 4096;
/** Bytes of a line that tell whether it begins a record. */
const HEAD = 400;
/** Step output has no records: a pattern may look at this many lines after the one it begins in. */
const LINES_AHEAD = 2;

type Begins = (bytes: Buffer, start: number, end: number) => boolean;

/** Records of the agent's logs: a line with a head, and the lines without one that follow. */
export const agentBoundaries = multiLine(beginsAgentRecord);

/** Journal and syslog: every line is a record but the agent's own continuation lines. */
export const journalBoundaries = multiLine(
  (bytes, start, end) => !continuesJournalRecord(bytes.toString('utf8', start, end)),
);

/** Every line is a record. */
export const lineBoundaries: Boundaries = {
  startOf: (bytes, at, floor) => lineStart(bytes, at, Math.max(floor, at - BACK)),
  endOf: (bytes, at, ceiling) => lineEnd(bytes, at, Math.min(ceiling, at + RECORD_LIMIT)),
  cut(bytes, start, end) {
    const limit = Math.max(start, end - CARRY);
    let at = end;
    for (let lines = 0; lines <= LINES_AHEAD && at > limit; lines++) at = lineStart(bytes, at - 1, limit);
    return at;
  },
};

const EVENT = Buffer.from('<Event ');
const EVENT_END = Buffer.from('</Event>');

/** Every event of an export as XML is a record, whether each has its line or all stand in one. */
export const eventBoundaries: Boundaries = {
  startOf(bytes, at, floor, ceiling) {
    const limit = Math.max(floor, at - BACK);
    const start = bytes.lastIndexOf(EVENT, at);
    return start < limit ? lineBoundaries.startOf(bytes, at, limit, ceiling) : start;
  },
  endOf(bytes, at, ceiling) {
    const end = bytes.subarray(at, Math.min(ceiling, at + RECORD_LIMIT)).indexOf(EVENT_END);
    return end < 0 ? lineBoundaries.endOf(bytes, at, ceiling) : at + end + EVENT_END.length;
  },
  cut(bytes, start, end) {
    const last = bytes.lastIndexOf(EVENT, end - 1);
    return last < Math.max(start, end - CARRY) ? lineBoundaries.cut(bytes, start, end) : last;
  },
};

/** End of the stretch that a pattern on the line ending at `end` may look at. */
export function endOfLinesAhead(bytes: Buffer, end: number, ceiling: number): number {
  let at = end;
  for (let lines = 0; lines < LINES_AHEAD && at < ceiling && at - end < 2048; lines++)
    at = lineEnd(bytes, at, ceiling);
  return Math.min(at, end + 2048);
}

function multiLine(begins: Begins): Boundaries {
  return {
    startOf(bytes, at, floor, ceiling) {
      const limit = Math.max(floor, at - BACK);
      let start = lineStart(bytes, at, limit);
      while (start > limit && !begins(bytes, start, Math.min(ceiling, start + HEAD))) {
        start = lineStart(bytes, start - 1, limit);
      }
      return start;
    },
    endOf(bytes, at, ceiling) {
      const limit = Math.min(ceiling, at + RECORD_LIMIT);
      let end = lineEnd(bytes, at, limit);
      while (end < limit && !begins(bytes, end, Math.min(limit, end + HEAD)))
        end = lineEnd(bytes, end, limit);
      return end;
    },
    cut(bytes, start, end) {
      const limit = Math.max(start, end - CARRY);
      let at = end;
      do at = lineStart(bytes, at - 1, limit);
      while (at > limit && (end - at < HEAD || !begins(bytes, at, at + HEAD)));
      return at;
    },
  };
}

/** First byte of the line that holds `at`. */
function lineStart(bytes: Buffer, at: number, floor: number): number {
  if (at <= floor) return floor;
  return Math.max(floor, bytes.lastIndexOf(10, at - 1) + 1);
}

/** One behind the line feed of the line that holds `at`. */
function lineEnd(bytes: Buffer, at: number, ceiling: number): number {
  const feed = bytes.indexOf(10, at);
  return feed < 0 || feed >= ceiling ? ceiling : feed + 1;
}
