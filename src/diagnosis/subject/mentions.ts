import { parseRunId } from '../../../parsers/run-id.ts';
import { type Catalogue, familyBits } from '../../causes/catalogue.ts';
import type { RecordFamily } from '../../causes/cause.ts';
import type { Files } from '../../platform/files.ts';
import { createKernel } from '../../reading/kernel/kernel.ts';
import type { NamingLine } from '../../report/subject-report.ts';
import type { Source } from '../../sources/source.ts';
import { AGENT_KINDS, orderOfFile } from '../engine.ts';
import type { Moment, Sighting } from '../model.ts';
import { agentSighting, type FileFacts, readAgentText } from '../observe/agent-sink.ts';
import { outputSighting } from '../observe/output-sink.ts';
import { type RecordReading, readRecord } from '../observe/reading-of.ts';
import { decode, textOf } from '../observe/text.ts';
import { runKey } from '../operation-key.ts';
import { scanSource } from '../read-source.ts';
import {
  agentBoundaries,
  type Boundaries,
  endOfLinesAhead,
  journalBoundaries,
  lineBoundaries,
} from '../scan/boundaries.ts';
import { type ScanMatcher, scanMatchers } from '../scan/matchers.ts';
import { createPrefilter } from '../scan/prefilter.ts';
import type { RecordSink, RecordSpan, ScanPlan } from '../scan/scanner.ts';
import type { NameMatcher } from './name-matcher.ts';

/** A line that names the subject. */
export interface Mention {
  readonly sighting: Sighting;
  /** Of the run whose output it stands in; null in logs. */
  readonly runKey: string | null;
  /** The association that the record describes together with it. */
  readonly associationId: string | null;
  readonly says: NamingLine['says'];
  readonly causes: readonly string[];
}

export interface Mentions {
  /** Of each file, the last that say something and the last others. */
  readonly kept: readonly Mention[];
  /** All of them. */
  readonly count: number;
  /** Lines in each run's outputs, by key. */
  readonly byRun: ReadonlyMap<string, number>;
  /** Files that were left out because of the bound. */
  readonly left: readonly Source[];
}

/** Bytes that are read at most, the newest files first. */
const MOST_BYTES = 512 * 1024 * 1024;
/** Last lines of a file that are looked at more closely; of these kept; and kept of all files. */
const LOOKED_AT = 300;
const KEPT_OF_FILE = 20;
const KEPT = 2000;

/** Reads the logs and outputs once more, for the lines that name one thing. */
export function findMentions(
  files: Files,
  catalogue: Catalogue,
  sources: readonly Source[],
  name: NameMatcher,
): Mentions {
  const search = new Search(files, catalogue, name);
  const left: Source[] = [];
  let bytes = 0;
  for (const [index, source] of [...sources.entries()].reverse()) {
    const plan = planOf(source);
    if (plan === null || source.entry.size === 0) continue;
    bytes += source.entry.size;
    if (bytes > MOST_BYTES) left.push(source);
    else search.read(source, plan, orderOfFile(index + 1));
  }
  return { kept: search.kept, count: search.count, byRun: search.byRun, left };
}

interface Plan {
  readonly families: readonly RecordFamily[];
  readonly boundaries: Boundaries;
}

function planOf({ kind }: Source): Plan | null {
  if (AGENT_KINDS.has(kind)) return { families: ['agent'], boundaries: agentBoundaries };
  if (kind === 'system-log') return { families: ['agent', 'system'], boundaries: journalBoundaries };
  if (kind === 'step-output') return { families: ['output'], boundaries: lineBoundaries };
  if (kind === 'package-log') return { families: ['package-log'], boundaries: lineBoundaries };
  return kind === 'custom-inventory' ? { families: [], boundaries: lineBoundaries } : null;
}

/** A line as it was found; what it says is told later, if at all. */
interface Found {
  readonly sighting: Sighting;
  readonly text: string;
  /** A pattern must match before this place of the text. */
  readonly within: number;
  /** The level of its record says so. */
  readonly isError: boolean;
  readonly associationId: string | null;
}

class Search {
  readonly kept: Mention[] = [];
  readonly byRun = new Map<string, number>();
  count = 0;
  readonly #files: Files;
  readonly #name: NameMatcher;
  readonly #matchers: readonly ScanMatcher[];
  readonly #plan: Pick<ScanPlan, 'kernel' | 'prefilter'>;

  constructor(files: Files, catalogue: Catalogue, name: NameMatcher) {
    this.#files = files;
    this.#name = name;
    this.#matchers = scanMatchers(catalogue);
    const kernel = createKernel();
    const prefilter = createPrefilter([name.matcher], name.matcher.families);
    kernel.load(prefilter.tables);
    this.#plan = { kernel, prefilter };
  }

  read(source: Source, { families, boundaries }: Plan, order: number): void {
    const last: Found[] = [];
    let count = 0;
    const read = readerOf(source, order, this.#name);
    const sink: RecordSink = {
      record: (span) => {
        const found = read(span);
        if (found === null) return;
        count++;
        if (last.length === LOOKED_AT) last.shift();
        last.push(found);
      },
      latched: () => false,
    };
    scanSource(this.#files, source, { ...this.#plan, boundaries }, sink);
    if (count === 0) return;
    const run = source.output === null ? null : runKey(source.output);
    this.count += count;
    if (run !== null) this.byRun.set(run, (this.byRun.get(run) ?? 0) + count);
    if (this.kept.length < KEPT) this.#keep(last, run, familyBits(families));
  }

  /** The last lines that say something, and the last others. */
  #keep(found: readonly Found[], runKey: string | null, families: number): void {
    const matchers = this.#matchers.filter((matcher) => (matcher.families & families) !== 0);
    const mentions = found.map((line) => mentionOf(line, runKey, matchers));
    const telling = mentions.filter(({ says }) => says !== 'nothing').slice(-KEPT_OF_FILE);
    const others = mentions.filter(({ says }) => says === 'nothing').slice(-KEPT_OF_FILE);
    this.kept.push(...telling, ...others);
  }
}

function mentionOf(
  { sighting, text, within, isError, associationId }: Found,
  runKey: string | null,
  matchers: readonly ScanMatcher[],
): Mention {
  const candidates = matchers.filter(({ literals }) => literals.some(([literal]) => stands(literal, text)));
  const reading = readRecord(candidates, text, within);
  return { sighting, runKey, associationId, ...saying(reading, isError || reading.isError) };
}

/** A literal that begins with a line feed may also stand at the start. */
function stands(literal: string, text: string): boolean {
  return text.includes(literal) || (literal.startsWith('\n') && text.startsWith(literal.slice(1)));
}

type Reader = (span: RecordSpan) => Found | null;

function readerOf(source: Source, order: number, name: NameMatcher): Reader {
  const { kind, shown } = source;
  const place = AGENT_KINDS.get(kind) ?? (kind === 'system-log' ? 'system' : null);
  return place === null ? inOutput(source, order, name) : inAgentLog({ shown, kind: place, order }, name);
}

function inOutput({ shown, output }: Source, order: number, name: NameMatcher): Reader {
  const at = output?.runId == null ? null : parseRunId(output.runId);
  const time: Moment = { at, clock: 'utc', order };
  return (span) => {
    const line = textOf(span);
    const match = name.matcher.exec(line);
    if (match === null) return null;
    const ahead = endOfLinesAhead(span.bytes, span.end, span.ceiling);
    return {
      sighting: outputSighting(span, { shown, order, time }, line, match.index),
      text: ahead > span.end ? `${line}\n${decode(span.bytes, span.end, ahead)}` : line,
      within: line.length + 1,
      isError: false,
      associationId: null,
    };
  };
}

/** In the agent's description of an association, beside the name of its document. */
const ASSOCIATION = /"AssociationId": {0,2}"([0-9a-f-]{36})"/;

function inAgentLog(file: FileFacts, name: NameMatcher): Reader {
  return (span) => {
    const read = readAgentText(span, file);
    if (read === null || !name.names(read.text)) return null;
    const { body, level } = read.record;
    return {
      sighting: agentSighting(span, file, read, name.matcher.exec(body)?.index ?? 0),
      text: body,
      within: body.length + 1,
      isError: !read.foreign && (level === 'ERROR' || level === 'CRITICAL'),
      associationId: ASSOCIATION.exec(body)?.[1] ?? null,
    };
  };
}

function saying(
  { signals, successes, harmless, known }: RecordReading,
  isError: boolean,
): Pick<Mention, 'says' | 'causes'> {
  const causes = [...new Set(signals.map(({ matcher }) => matcher.cause))].sort();
  if (causes.length > 0) return { says: 'cause', causes };
  if (harmless.length > 0) return { says: 'harmless', causes };
  if (successes.length > 0) return { says: 'success', causes };
  return { says: isError && !known ? 'unknown-error' : 'nothing', causes };
}
