import { type Catalogue, familyBits } from '../../causes/catalogue.ts';
import type { RecordFamily } from '../../causes/cause.ts';
import type { Files } from '../../platform/files.ts';
import { createKernel } from '../../reading/kernel/kernel.ts';
import type { NamingLine } from '../../report/subject-report.ts';
import type { Source } from '../../sources/source.ts';
import { AGENT_KINDS, orderOfFile } from '../engine.ts';
import type { Sighting } from '../model.ts';
import { type RecordReading, readRecord } from '../observe/reading-of.ts';
import { runKey } from '../operation-key.ts';
import { scanSource } from '../read-source.ts';
import { agentBoundaries, type Boundaries, journalBoundaries, lineBoundaries } from '../scan/boundaries.ts';
import { type ScanMatcher, scanMatchers } from '../scan/matchers.ts';
import { createPrefilter } from '../scan/prefilter.ts';
import type { RecordSink, ScanPlan } from '../scan/scanner.ts';
import { type FoundLine, lineReader } from './line-reader.ts';
import type { NameMatcher } from './name-matcher.ts';

/** A line that names the subject. */
export interface Mention {
  readonly sighting: Sighting;
  /** Of the operation that it belongs to. */
  readonly operationKey: string;
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
    const last: FoundLine[] = [];
    let count = 0;
    const read = lineReader(source, order, this.#name);
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
    this.count += count;
    if (source.output !== null) {
      const run = runKey(source.output);
      this.byRun.set(run, (this.byRun.get(run) ?? 0) + count);
    }
    if (this.kept.length < KEPT) this.#keep(last, familyBits(families));
  }

  /** The last lines that tell of trouble, and the last others. */
  #keep(found: readonly FoundLine[], families: number): void {
    const matchers = this.#matchers.filter((matcher) => (matcher.families & families) !== 0);
    const mentions = found.map((line) => mentionOf(line, matchers));
    const telling = mentions.filter(isTelling).slice(-KEPT_OF_FILE);
    const others = mentions.filter((mention) => !isTelling(mention)).slice(-KEPT_OF_FILE);
    this.kept.push(...telling, ...others);
  }
}

/** Does the line tell of trouble, known or not? */
export function isTelling({ says }: Mention): boolean {
  return says === 'cause' || says === 'unknown-error';
}

function mentionOf(
  { sighting, operationKey, text, within, isError, associationId }: FoundLine,
  matchers: readonly ScanMatcher[],
): Mention {
  const candidates = matchers.filter(({ literals }) => literals.some(([literal]) => stands(literal, text)));
  const reading = readRecord(candidates, text, within);
  return { sighting, operationKey, associationId, ...saying(reading, isError || reading.isError) };
}

/** A literal that begins with a line feed may also stand at the start. */
function stands(literal: string, text: string): boolean {
  return text.includes(literal) || (literal.startsWith('\n') && text.startsWith(literal.slice(1)));
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
