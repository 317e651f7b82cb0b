import type { LooksAround, Stretch } from '../observe/surroundings.ts';
import type { ReadResult, SourceEdge } from '../read-source.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import { OF_INTEREST, type RecordSink, type RecordSpan } from '../scan/scanner.ts';

/**
 * All that the scanner handed over of one file, in order, with as much of the text as whoever got it looks at: enough
 * to hand it over again without the file. Plain data; the same bytes always give the same transcript.
 */
export interface Transcript {
  readonly told: readonly Told[];
  /** Where the file can be taken up when more was written to it, and how much had been told by then. */
  readonly edge: { readonly at: SourceEdge; readonly told: number } | null;
  readonly result: ReadResult;
}

/** A transcript as bytes: there are many, and each is looked at once, so that as values they would only be in the way. */
export function packTranscript(transcript: Transcript): Buffer {
  return Buffer.from(JSON.stringify(transcript));
}

export function unpackTranscript(bytes: Buffer): Transcript {
  return JSON.parse(bytes.toString('utf8')) as Transcript;
}

/** A record that was handed over: numbers of matchers; texts hold one byte in each character. */
export type Told = readonly [
  kind: (typeof KIND)[keyof typeof KIND],
  line: number,
  position: number,
  text: string,
  above: string,
  ahead: string,
  /** Of a record those that may match; of a latch the matcher, and the rank of the record. */
  matchers: readonly number[],
];

const KIND = { record: 0, latched: 1, reached: 2 } as const;

/** The matchers of a catalogue by number, and their numbers. */
export interface Numbering {
  readonly matchers: readonly ScanMatcher[];
  readonly numbers: ReadonlyMap<ScanMatcher, number>;
}

export function numberingOf(matchers: readonly ScanMatcher[]): Numbering {
  return { matchers, numbers: new Map(matchers.map((matcher, number) => [matcher, number])) };
}

/** Characters that are kept of one file; of one that says more, all of it is read again. */
const MOST_KEPT = 4 * 1024 * 1024;

/** Hands on what a sink is told, and writes it down. */
export class Transcriber {
  readonly sink: RecordSink;
  readonly #told: Told[];
  readonly #numbering: Numbering;
  readonly #around: LooksAround;
  #kept: number;
  #edge: Transcript['edge'] = null;

  /** `before` was handed to the sink already, up to the edge. */
  constructor(sink: RecordSink, around: LooksAround, numbering: Numbering, before: Transcript | null) {
    this.#edge = before?.edge ?? null;
    this.#told = before === null ? [] : before.told.slice(0, this.#edge?.told);
    this.#kept = this.#told.reduce((sum, told) => sum + lengthOf(told), 0);
    this.#around = around;
    this.#numbering = numbering;
    this.sink = this.#writing(sink);
  }

  onEdge(at: SourceEdge): void {
    this.#edge = { at, told: this.#told.length };
  }

  /** Null when there was too much to keep. */
  transcript(result: ReadResult): Transcript | null {
    return this.#kept > MOST_KEPT ? null : { told: this.#told, edge: this.#edge, result };
  }

  #writing(sink: RecordSink): RecordSink {
    let news = 0;
    const { reached } = sink;
    const writing: RecordSink = {
      record: (span, candidates) => {
        const { above, ahead } = this.#around.record(span, candidates);
        this.#write(KIND.record, span, above, ahead, candidates.map(this.#numberOf));
        sink.record(span, candidates);
      },
      // How many are asked for depends on what other files told, so all of them are written down.
      latched: (span, matcher, rank) => {
        this.#write(KIND.latched, span, NOTHING, NOTHING, [this.#numberOf(matcher), rank]);
        if (rank === 0) news = 0;
        if (news < OF_INTEREST && sink.latched(span, matcher, rank)) news += 1;
        return false;
      },
    };
    if (reached === undefined) return writing;
    return {
      ...writing,
      reached: (span) => {
        const { above, ahead } = this.#around.reached(span);
        this.#write(KIND.reached, span, above, ahead, []);
        reached(span);
      },
    };
  }

  readonly #numberOf = (matcher: ScanMatcher): number => {
    const number = this.#numbering.numbers.get(matcher);
    if (number === undefined) throw new TypeError(`a matcher that has no number: ${matcher.id}`);
    return number;
  };

  #write(kind: Told[0], span: RecordSpan, above: Stretch, ahead: Stretch, matchers: readonly number[]): void {
    if (this.#kept > MOST_KEPT) return;
    const text = ({ from, to }: Stretch): string => span.bytes.toString('latin1', from, to);
    const own = text({ from: span.start, to: span.end });
    const told: Told = [kind, span.line, span.position, own, text(above), text(ahead), matchers];
    this.#told.push(told);
    this.#kept += lengthOf(told);
  }
}

const NOTHING: Stretch = { from: 0, to: 0 };
/** Of the numbers that stand beside the texts. */
const OVERHEAD = 40;

function lengthOf([, , , text, above, ahead, matchers]: Told): number {
  return text.length + above.length + ahead.length + 4 * matchers.length + OVERHEAD;
}

/** Hands over again what a transcript tells: all of it, or its first `count`. */
export function replay(
  { told }: Transcript,
  sink: RecordSink,
  { matchers }: Numbering,
  count = told.length,
): void {
  let news = 0;
  let bytes = Buffer.alloc(64 * 1024);
  for (let index = 0; index < count; index++) {
    const [kind, line, position, text, above, ahead, numbers] = told[index] as Told;
    const ceiling = above.length + text.length + ahead.length;
    if (ceiling > bytes.length) bytes = Buffer.alloc(2 * ceiling);
    bytes.write(above, 0, 'latin1');
    bytes.write(text, above.length, 'latin1');
    bytes.write(ahead, above.length + text.length, 'latin1');
    const end = above.length + text.length;
    const span: RecordSpan = { bytes, start: above.length, end, floor: 0, ceiling, line, position };
    if (kind === KIND.record) {
      sink.record(
        span,
        numbers.map((number) => matchers[number] as ScanMatcher),
      );
    } else if (kind === KIND.reached) {
      sink.reached?.(span);
    } else {
      const [number = 0, rank = 0] = numbers;
      if (rank === 0) news = 0;
      if (news < OF_INTEREST && sink.latched(span, matchers[number] as ScanMatcher, rank)) news += 1;
    }
  }
}
