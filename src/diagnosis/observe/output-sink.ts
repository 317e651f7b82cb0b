import { parseOutputLine } from '../../../parsers/step-output/line.ts';
import { parseWindowsStamp } from '../../../parsers/windows-log/stamp.ts';
import type { Catalogue } from '../../causes/catalogue.ts';
import type { RecordFamily } from '../../causes/cause.ts';
import type { Kernel } from '../../reading/kernel/kernel.ts';
import type { EngineState, Moment, OperationState, Sighting } from '../model.ts';
import { endOfLinesAhead } from '../scan/boundaries.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import type { RecordSink, RecordSpan } from '../scan/scanner.ts';
import { noteUnknown } from '../unknown/miner.ts';
import { absorb } from './absorb.ts';
import { quote } from './excerpt.ts';
import { noteRunFact } from './facts.ts';
import { type KnownLines, knownLineOf } from './known-lines.ts';
import { isKnownTo, readRecord } from './reading-of.ts';
import { noteAgentSuccess } from './successes.ts';
import { MOST_LINES_BEFORE } from './surroundings.ts';
import { decode, linesBefore, textOf } from './text.ts';

/** What the lines of one file of output have in common. */
export interface OutputFacts {
  readonly shown: string;
  readonly order: number;
  readonly operation: OperationState;
  readonly family: RecordFamily;
  /** Of the run that wrote it; lines without a stamp get it. */
  readonly time: Moment;
}

/** Lines that are quoted with a generic last line. */
const LOOK_BACK = MOST_LINES_BEFORE;
/** Lines that the message of a PowerShell error may have. */
const ERROR_LINES = MOST_LINES_BEFORE;
const CARRIAGE_RETURN = 13;

/** What the sinks of all outputs of one family share. */
export interface OutputReader {
  readonly state: EngineState;
  readonly catalogue: Catalogue;
  readonly kernel: Kernel;
  readonly lines: KnownLines;
  /** Matchers that only know what looks like an unknown error. */
  readonly quiet: readonly ScanMatcher[];
}

/** Enters the lines that a step, or a package manager, wrote into the state. */
export function outputSink(reader: OutputReader, file: OutputFacts): RecordSink {
  const { state, catalogue, kernel, lines, quiet } = reader;
  let lastKnown = Number.NEGATIVE_INFINITY;
  /** Digest of the line that was asked for last. */
  let asked = 0;
  return {
    again(span, literals) {
      asked = kernel.lineDigest(span.start, span.end, literals);
      const known = lines.get(asked);
      if (known === undefined || mayBeWrapped(span)) return false;
      const { operation } = file;
      if (known.closes && operation.observations.size > 0) return false;
      asked = 0;
      for (const tally of known.harmless) tally.count++;
      if (known.harmless.length > 0) lastKnown = span.line;
      if (known.facts.length > 0) {
        const sighting = (at: number): Sighting =>
          outputSighting(span, file, withLinesAhead(span, textOf(span)), at);
        for (const fact of known.facts) noteRunFact(operation, fact, sighting);
      }
      return true;
    },
    record(span, candidates) {
      const digest = asked;
      asked = 0;
      const line = textOf(span);
      const text = withLinesAhead(span, line);
      const wide = unwrapped(span, line, text);
      const reading = readRecord(candidates, text, line.length + 1, wide);
      if (!reading.known) {
        if (reading.isError && !isKnownTo(quiet, text, line.length + 1, wide))
          noteUnknown(state, line, outputSighting(span, file, line, 0));
        return;
      }
      if (reading.signals.length + reading.harmless.length > 0) lastKnown = span.line;
      else if (
        reading.context.some(({ matcher }) => matcher.errorAbove) &&
        span.line - lastKnown > ERROR_LINES
      )
        noteErrorAbove(state, span, file);
      absorb(
        state,
        catalogue,
        {
          operation: file.operation,
          family: file.family,
          file: file.shown,
          sighting: (at) => outputSighting(span, file, text, at),
          lookBack: () => linesBefore(span, LOOK_BACK).map((earlier) => earlierSighting(span, file, earlier)),
          contexts: [],
          text: line,
        },
        reading,
      );
      if (digest === 0 || wide !== null || !candidates.every(isTimeless)) return;
      const known = knownLineOf(state, reading);
      if (known !== null) lines.remember(digest, known);
    },
    latched(span, matcher) {
      const text = textOf(span);
      const match = matcher.exec(text);
      if (match === null) return false;
      return noteAgentSuccess(state, {
        ...outputSighting(span, file, text, match.index),
        success: matcher.id,
      });
    },
  };
}

/** A line and those behind it that a pattern may look at. */
function withLinesAhead(span: RecordSpan, line: string): string {
  const ahead = endOfLinesAhead(span.bytes, span.end, span.ceiling);
  return ahead > span.end ? `${line}\n${decode(span.bytes, span.end, ahead)}` : line;
}

/** Whether a matcher does not care for when a line was written, for ids in it, and for what follows. */
function isTimeless(matcher: ScanMatcher): boolean {
  return !matcher.isOfRule && matcher.seesOneLine();
}

/** A line as wide as a console, and its break, which may be the console's: in mid-word, at times with three blanks. */
const FULL_LINE = /^([^\r\n]{78,120})\r\n(?: {3}(?! ))?/gm;
const NARROWEST = 78;
const WIDEST = 120;

/** Has a line a length and a break that a console may have given it? The length is that of plain text. */
function mayBeWrapped({ bytes, start, end }: RecordSpan): boolean {
  const length = end - start - 2;
  return length >= NARROWEST && length <= WIDEST && bytes[end - 2] === CARRIAGE_RETURN;
}

/** The text without the breaks that a console may have put into it; null when there are none. */
function unwrapped(span: RecordSpan, line: string, text: string): string | null {
  if (line.length < NARROWEST || line.length > WIDEST || span.bytes[span.end - 2] !== CARRIAGE_RETURN)
    return null;
  return `${line}${text
    .slice(line.length)
    .replace(/^\r?\n(?: {3}(?! ))?/, '')
    .replace(FULL_LINE, '$1')}`;
}

/** Enters the message above the place that PowerShell names: `cmdlet : what went wrong`, perhaps wrapped. */
function noteErrorAbove(state: EngineState, span: RecordSpan, file: OutputFacts): void {
  const above = linesBefore(span, ERROR_LINES);
  const message = above.find(({ text }) => /^\S{1,260} ?: \S/.test(text)) ?? above[0];
  if (message !== undefined) noteUnknown(state, message.text, earlierSighting(span, file, message));
}

/** The line of a file of output that holds the character at `at` of the text of a record. */
export function outputSighting(
  span: RecordSpan,
  file: Pick<OutputFacts, 'shown' | 'order' | 'time'>,
  text: string,
  at: number,
): Sighting {
  const { excerpt, linesDown } = quote(text, at);
  const order = file.order + span.position;
  const { stamp, at: local } = parseOutputLine(text);
  const own = local === null ? parseWindowsStamp(text, at) : { stamp, at: local, clock: 'local' as const };
  const moment: Moment = own === null ? { ...file.time, order } : { at: own.at, clock: own.clock, order };
  return { moment, file: file.shown, line: span.line + linesDown, stamp: own?.stamp ?? stamp, excerpt };
}

function earlierSighting(
  span: RecordSpan,
  file: OutputFacts,
  earlier: { readonly text: string; readonly above: number },
): Sighting {
  const sighting = outputSighting(span, file, earlier.text, 0);
  return { ...sighting, line: span.line - earlier.above };
}
