import type { LooksAround, Stretch, Surroundings } from '../observe/surroundings.ts';
import type { ReadResult, SourceEdge } from '../read-source.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import { OF_INTEREST, type RecordSink, type RecordSpan } from '../scan/scanner.ts';

/**
 * All that the scanner handed over of one file, in order, with as much of the text as whoever got it looks at: enough
 * to hand it over again without the file. Plain data; the same bytes always give the same transcript.
 */
export interface Transcript {
  /** Entries, one behind the other: a head of HEAD bytes, numbers of matchers, and the text with what is around it. */
  readonly told: Buffer;
  /** Where the file can be taken up when more was written to it, and how many bytes of entries there were by then. */
  readonly edge: { readonly at: SourceEdge; readonly told: number } | null;
  readonly result: ReadResult;
}

/** A transcript as bytes, in pieces: a line of JSON, and the entries as they are. */
export function packTranscript({ told, edge, result }: Transcript): readonly Buffer[] {
  return [Buffer.from(`${JSON.stringify({ edge, result })}\n`), told];
}

export function unpackTranscript(bytes: Buffer): Transcript {
  const end = bytes.indexOf(10);
  const head = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<Transcript, 'told'>;
  return { ...head, told: bytes.subarray(end + 1) };
}

const KIND = { record: 0, latched: 1, reached: 2 } as const;

/** The matchers of a catalogue by number, and their numbers. */
export interface Numbering {
  readonly matchers: readonly ScanMatcher[];
  readonly numbers: ReadonlyMap<ScanMatcher, number>;
}

export function numberingOf(matchers: readonly ScanMatcher[]): Numbering {
  return { matchers, numbers: new Map(matchers.map((matcher, number) => [matcher, number])) };
}

/** Bytes that are kept of one file; of one that says more, all of it is read again. */
const MOST_KEPT = 4 * 1024 * 1024;
/** Sets of literals whose matchers are remembered. */
const MOST_SETS = 16_384;

/**
 * What all files have in common of which transcripts are made, and which are searched for the same literals: room to
 * write in, and the matchers of records that are not handed over because their like is known.
 */
export class TranscriptDesk {
  readonly known = new Map<number, Candidates>();
  #room = roomOf(64 * 1024);

  /** The room, with at least `size` bytes; what was written stays. */
  room(size: number): Room {
    if (size > this.#room.bytes.length) {
      const { bytes } = this.#room;
      this.#room = roomOf(2 * size);
      bytes.copy(this.#room.bytes);
    }
    return this.#room;
  }
}

interface Candidates {
  readonly matchers: readonly ScanMatcher[];
  readonly numbers: readonly number[];
}

interface Room {
  readonly bytes: Buffer;
  readonly view: DataView;
}

function roomOf(size: number): Room {
  const bytes = Buffer.allocUnsafeSlow(size);
  return { bytes, view: viewOf(bytes) };
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Hands on what a sink is told, and writes it down. */
export class Transcriber {
  readonly sink: RecordSink;
  readonly #desk: TranscriptDesk;
  readonly #numbering: Numbering;
  readonly #around: LooksAround;
  /** Bytes that were written. */
  #kept = 0;
  #edge: Transcript['edge'] = null;
  /** Something could not be written down. */
  #isBroken = false;

  /** `before` was handed to the sink already, up to the edge. */
  constructor(
    sink: RecordSink,
    around: LooksAround,
    { numbering, desk, before }: { numbering: Numbering; desk: TranscriptDesk; before: Transcript | null },
  ) {
    this.#desk = desk;
    this.#around = around;
    this.#numbering = numbering;
    this.#edge = before?.edge ?? null;
    if (before !== null && this.#edge !== null) {
      this.#kept = this.#edge.told;
      before.told.copy(desk.room(this.#kept).bytes, 0, 0, this.#kept);
    }
    this.sink = this.#writing(sink);
  }

  onEdge(at: SourceEdge): void {
    this.#edge = { at, told: this.#kept };
  }

  /** Null when there was too much to keep. Its entries lie on the desk, until the next file is read. */
  transcript(result: ReadResult): Transcript | null {
    if (this.#isBroken || this.#kept > MOST_KEPT) return null;
    return { told: this.#desk.room(0).bytes.subarray(0, this.#kept), edge: this.#edge, result };
  }

  #writing(sink: RecordSink): RecordSink {
    let news = 0;
    let literals: number | null = null;
    const { again, reached } = sink;
    const writing: RecordSink = {
      record: (span, matchers) => {
        const candidates = { matchers, numbers: matchers.map(this.#numberOf) };
        const { known } = this.#desk;
        if (literals !== null && known.size < MOST_SETS) known.set(literals, candidates);
        literals = null;
        this.#writeRecord(span, candidates);
        sink.record(span, matchers);
      },
      // How many are asked for depends on what other files told, so all of them are written down.
      latched: (span, matcher, rank) => {
        this.#write(KIND.latched, span, null, [this.#numberOf(matcher), rank]);
        if (rank === 0) news = 0;
        if (news < OF_INTEREST && sink.latched(span, matcher, rank)) news += 1;
        return false;
      },
    };
    if (again !== undefined) {
      writing.again = (span, set) => {
        const isKnown = again(span, set);
        if (isKnown) this.#writeKnown(span, set);
        literals = isKnown ? null : set;
        return isKnown;
      };
    }
    if (reached !== undefined) {
      writing.reached = (span) => {
        this.#write(KIND.reached, span, this.#around.reached(span), []);
        reached(span);
      };
    }
    return writing;
  }

  /** The first record with these literals was handed over, and with it the matchers of all of them. */
  #writeKnown(span: RecordSpan, literals: number): void {
    const candidates = this.#desk.known.get(literals);
    if (candidates === undefined) this.#isBroken = true;
    else this.#writeRecord(span, candidates);
  }

  #writeRecord(span: RecordSpan, { matchers, numbers }: Candidates): void {
    this.#write(KIND.record, span, this.#around.record(span, matchers), numbers);
  }

  readonly #numberOf = (matcher: ScanMatcher): number => {
    const number = this.#numbering.numbers.get(matcher);
    if (number === undefined) throw new TypeError(`a matcher that has no number: ${matcher.id}`);
    return number;
  };

  #write(kind: number, span: RecordSpan, around: Surroundings | null, numbers: readonly number[]): void {
    if (this.#isBroken || this.#kept > MOST_KEPT) return;
    const { bytes: text, start, end } = span;
    const { above, ahead } = around ?? { above: NOTHING, ahead: NOTHING };
    const at = this.#kept;
    const aboveAt = at + HEAD + 4 * numbers.length;
    const ownAt = aboveAt + above.to - above.from;
    const aheadAt = ownAt + end - start;
    const next = aheadAt + ahead.to - ahead.from;
    const { bytes, view } = this.#desk.room(next);
    view.setUint8(at + KIND_AT, kind);
    view.setUint16(at + COUNT_AT, numbers.length, true);
    view.setFloat64(at + LINE_AT, span.line, true);
    view.setFloat64(at + POSITION_AT, span.position, true);
    view.setUint32(at + LENGTHS_AT, ownAt - aboveAt, true);
    view.setUint32(at + LENGTHS_AT + 4, aheadAt - ownAt, true);
    view.setUint32(at + LENGTHS_AT + 8, next - aheadAt, true);
    for (let index = 0; index < numbers.length; index++)
      view.setUint32(at + HEAD + 4 * index, numbers[index] ?? 0, true);
    text.copy(bytes, aboveAt, above.from, above.to);
    text.copy(bytes, ownAt, start, end);
    text.copy(bytes, aheadAt, ahead.from, ahead.to);
    this.#kept = next;
  }
}

const NOTHING: Stretch = { from: 0, to: 0 };
/**
 * Kind, how many numbers, line and position, and the lengths of the texts: above, its own, ahead. The numbers are those
 * of the matchers that may match; of a latch the matcher, and the rank of the record.
 */
const HEAD = 31;
const KIND_AT = 0;
const COUNT_AT = 1;
const LINE_AT = 3;
const POSITION_AT = 11;
const LENGTHS_AT = 19;

/** Hands over again what a transcript tells: all of it, or its first `length` bytes. */
export function replay(
  { told }: Transcript,
  sink: RecordSink,
  { matchers }: Numbering,
  length = told.length,
): void {
  const view = viewOf(told);
  let news = 0;
  for (let at = 0; at < length; ) {
    const count = view.getUint16(at + COUNT_AT, true);
    const floor = at + HEAD + 4 * count;
    const start = floor + view.getUint32(at + LENGTHS_AT, true);
    const end = start + view.getUint32(at + LENGTHS_AT + 4, true);
    const ceiling = end + view.getUint32(at + LENGTHS_AT + 8, true);
    const line = view.getFloat64(at + LINE_AT, true);
    const position = view.getFloat64(at + POSITION_AT, true);
    const span: RecordSpan = { bytes: told, start, end, floor, ceiling, line, position };
    const number = (index: number): number => view.getUint32(at + HEAD + 4 * index, true);
    const kind = view.getUint8(at + KIND_AT);
    if (kind === KIND.record) {
      sink.record(
        span,
        Array.from({ length: count }, (_, index) => matchers[number(index)] as ScanMatcher),
      );
    } else if (kind === KIND.reached) {
      sink.reached?.(span);
    } else {
      const rank = number(1);
      if (rank === 0) news = 0;
      if (news < OF_INTEREST && sink.latched(span, matchers[number(0)] as ScanMatcher, rank)) news += 1;
    }
    at = ceiling;
  }
}
