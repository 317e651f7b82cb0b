import { type Catalogue, familyBits } from '../causes/catalogue.ts';
import type { RecordFamily } from '../causes/cause.ts';
import type { Files } from '../platform/files.ts';
import type { BlockEdge } from '../reading/blocks.ts';
import type { ByteFeed } from '../reading/feed.ts';
import { createKernel, type Kernel } from '../reading/kernel/kernel.ts';
import type { Coverage } from '../report/report.ts';
import type { Source, SourceKind, StepOutput } from '../sources/source.ts';
import { type EngineState, emptyState, type Moment, type OperationState } from './model.ts';
import type { AgentReader } from './observe/agent-repeats.ts';
import { agentSink } from './observe/agent-sink.ts';
import type { RecordPlaceKind } from './observe/copies.ts';
import { KnownLines } from './observe/known-lines.ts';
import { absorbLoginRecords } from './observe/login-records.ts';
import { operationOf } from './observe/operations.ts';
import { type OutputReader, outputSink } from './observe/output-sink.ts';
import { Repeats } from './observe/repeats.ts';
import { noteOutputFile } from './observe/run-folders.ts';
import { absorbState, isStateKind } from './observe/state-files.ts';
import { AROUND_AGENT_RECORDS, AROUND_OUTPUT, type LooksAround } from './observe/surroundings.ts';
import { type ReadResult, readParts, readWhole, scanSource } from './read-source.ts';
import type { FileMemory } from './resume/memory.ts';
import { type Numbering, numberingOf, replay, Transcriber, TranscriptDesk } from './resume/transcript.ts';
import {
  agentBoundaries,
  type Boundaries,
  eventBoundaries,
  journalBoundaries,
  lineBoundaries,
} from './scan/boundaries.ts';
import { type ScanMatcher, scanMatchers } from './scan/matchers.ts';
import { createPrefilter, type Prefilter } from './scan/prefilter.ts';
import { type RecordSink, type ScanPlan, scanRecords } from './scan/scanner.ts';

/** Distance of the orders of two files; more than any file has bytes. */
const FILE_STEP = 2 ** 42;

/** Logs of the agent itself, and what their records are worth. */
export const AGENT_KINDS: ReadonlyMap<SourceKind, RecordPlaceKind> = new Map([
  ['agent-log', 'main'],
  ['hibernate-log', 'main'],
  ['update-log', 'main'],
  ['setup-log', 'main'],
  ['errors-log', 'errors'],
]);

/** Is a file of this kind read record by record, and so taken up where it was left? */
export function hasRecords(kind: SourceKind): boolean {
  return AGENT_KINDS.has(kind) || kind === 'system-log' || kind === 'step-output' || kind === 'package-log';
}

/** An export of events; no other log of packages is XML. */
const EVENTS = /\.xml(?:\.gz)?$/i;

/** How the records of a file are found, and what is looked for in them. */
interface Grammar {
  readonly name: string;
  readonly families: readonly RecordFamily[];
  readonly boundaries: Boundaries;
  readonly around: LooksAround;
}

const AGENT: Grammar = {
  name: 'agent',
  families: ['agent'],
  boundaries: agentBoundaries,
  around: AROUND_AGENT_RECORDS,
};
const SYSTEM: Grammar = {
  name: 'system',
  families: ['agent', 'system'],
  boundaries: journalBoundaries,
  around: AROUND_AGENT_RECORDS,
};
const OUTPUT: Grammar = {
  name: 'output',
  families: ['output'],
  boundaries: lineBoundaries,
  around: AROUND_OUTPUT,
};
const PACKAGES: Grammar = {
  name: 'package-log',
  families: ['package-log'],
  boundaries: lineBoundaries,
  around: AROUND_OUTPUT,
};
const PACKAGE_EVENTS: Grammar = { ...PACKAGES, name: 'package-events', boundaries: eventBoundaries };

/** A file of records that is read as it grows. */
export interface OpenLog {
  /** See `orderOfFile`. */
  readonly order: number;
  /** Reads whole lines, the first of which stands at `from`. */
  read(feed: ByteFeed, from: BlockEdge): void;
  /** Notes how the file is now. */
  saw(source: Source): void;
}

/** Where the first byte of a file stands in the order of reading; files count from 1. */
export function orderOfFile(number: number): number {
  return number * FILE_STEP;
}

/** Reads sources one after the other into a state that can be saved and taken up again. */
export class Engine {
  readonly state: EngineState;
  readonly #files: Files;
  readonly #matchers: readonly ScanMatcher[];
  readonly #kernel: Kernel;
  readonly #memory: FileMemory | null;
  readonly #numbering: Numbering;
  readonly #agentReader: AgentReader;
  readonly #outputReaders = new Map<RecordFamily, OutputReader>();
  readonly #prefilters = new Map<number, Prefilter>();
  readonly #desks = new Map<number, TranscriptDesk>();
  #loaded: Prefilter | null = null;

  /** With a memory only those bytes are read of which it does not know what they say. */
  constructor(
    catalogue: Catalogue,
    files: Files,
    state: EngineState = emptyState(),
    memory: FileMemory | null = null,
  ) {
    this.state = state;
    this.#files = files;
    this.#memory = memory;
    this.#matchers = scanMatchers(catalogue);
    this.#numbering = numberingOf(this.#matchers);
    this.#kernel = createKernel();
    const quiet = this.#quietIn(SYSTEM.families);
    this.#agentReader = { state, catalogue, kernel: this.#kernel, repeats: new Repeats(), quiet };
  }

  /** Reads one file to its end and says what became of it. Never throws for what is in the file. */
  read(source: Source): Coverage {
    const order = orderOfFile(++this.state.filesRead);
    const { bytes, lines, status, reason, detail } = this.#readBy(source, order);
    return { file: source.shown, kind: source.kind, status, reason, detail, bytes, lines };
  }

  /** Prepares to read a file of records line by line, as it grows. Null for a file that is not read so. */
  open(source: Source): OpenLog | null {
    const order = orderOfFile(++this.state.filesRead);
    const records = this.#recordsOf(source, order);
    if (records === null) return null;
    const { grammar, sink } = records;
    return {
      order,
      read: (feed, from) => {
        scanRecords(this.#planFor(grammar), feed, sink, { from });
      },
      saw: (later) => {
        if (later.output !== null) noteOutputFile(this.#runOf(later.output), later, later.output, order);
      },
    };
  }

  #readBy(source: Source, order: number): ReadResult {
    const records = this.#recordsOf(source, order);
    if (records !== null) return this.#scan(source, records.grammar, records.sink);
    if (source.kind === 'login-records')
      return readParts(this.#files, source, (file) => absorbLoginRecords(this.state, source, file, order));
    if (isStateKind(source.kind))
      return readWhole(this.#files, source, (text) => absorbState(this.state, source, text, order));
    return { status: 'read', reason: null, detail: '', bytes: 0, lines: 0 };
  }

  /** How a file of records is read; null for other files. */
  #recordsOf(source: Source, order: number): { readonly grammar: Grammar; readonly sink: RecordSink } | null {
    const { kind, shown } = source;
    const place = AGENT_KINDS.get(kind);
    if (place !== undefined)
      return { grammar: AGENT, sink: agentSink(this.#agentReader, { shown, kind: place, order }) };
    if (kind === 'system-log')
      return { grammar: SYSTEM, sink: agentSink(this.#agentReader, { shown, kind: 'system', order }) };
    if (kind === 'step-output') return { grammar: OUTPUT, sink: this.#stepSink(source, order) };
    if (kind !== 'package-log') return null;
    const grammar = EVENTS.test(shown) ? PACKAGE_EVENTS : PACKAGES;
    return { grammar, sink: this.#packageSink(shown, order) };
  }

  #stepSink(source: Source, order: number): RecordSink {
    const { output, shown } = source;
    if (output === null) throw new TypeError(`step output without its run: ${shown}`);
    const operation = this.#runOf(output);
    const time = noteOutputFile(operation, source, output, order);
    return outputSink(this.#outputReader('output'), { shown, order, operation, family: 'output', time });
  }

  #runOf({ documentId, runId }: StepOutput): OperationState {
    const associationId = runId === null ? null : documentId;
    return operationOf(this.state, { kind: 'run', documentId, runId, associationId });
  }

  #packageSink(shown: string, order: number): RecordSink {
    const operation = operationOf(this.state, { kind: 'package-log', file: shown });
    const time: Moment = { at: null, clock: 'local', order };
    const file = { shown, order, operation, family: 'package-log', time } as const;
    return outputSink(this.#outputReader('package-log'), file);
  }

  #outputReader(family: RecordFamily): OutputReader {
    let reader = this.#outputReaders.get(family);
    if (reader === undefined) {
      reader = { ...this.#agentReader, lines: new KnownLines(), quiet: this.#quietIn([family]) };
      this.#outputReaders.set(family, reader);
    }
    return reader;
  }

  #scan(source: Source, grammar: Grammar, sink: RecordSink): ReadResult {
    if (source.entry.size === 0) return { status: 'read', reason: null, detail: '', bytes: 0, lines: 0 };
    if (this.#memory !== null) return this.#scanNew(source, grammar, sink, this.#memory);
    return scanSource(this.#files, source, this.#planFor(grammar), sink);
  }

  /** Hands over what is known of the file, and then what is new in it. */
  #scanNew(source: Source, grammar: Grammar, sink: RecordSink, memory: FileMemory): ReadResult {
    const recalled = memory.recall(source, grammar.name);
    if (recalled?.isWhole) {
      replay(recalled.transcript, sink, this.#numbering);
      memory.keepAsIs(source);
      return recalled.transcript.result;
    }
    const known = recalled?.transcript ?? null;
    const edge = known?.edge ?? null;
    if (known !== null && edge !== null) replay(known, sink, this.#numbering, edge.told);
    const writer = new Transcriber(sink, grammar.around, {
      numbering: this.#numbering,
      desk: this.#deskFor(grammar),
      before: known,
    });
    let end: number | null = null;
    const result = scanSource(this.#files, source, this.#planFor(grammar), writer.sink, {
      from: edge?.at ?? null,
      onEdge: (at) => writer.onEdge(at),
      onEnd: (bytes) => {
        end = bytes;
      },
    });
    if (end !== null) memory.keep(source, grammar.name, end, writer.transcript(result));
    return result;
  }

  #planFor({ families, boundaries }: Grammar): ScanPlan {
    return { kernel: this.#kernel, prefilter: this.#prefilterFor(families), boundaries };
  }

  #deskFor({ families }: Grammar): TranscriptDesk {
    const bits = familyBits(families);
    let desk = this.#desks.get(bits);
    if (desk === undefined) {
      desk = new TranscriptDesk();
      this.#desks.set(bits, desk);
    }
    return desk;
  }

  #quietIn(families: readonly RecordFamily[]): readonly ScanMatcher[] {
    const bits = familyBits(families);
    return this.#matchers.filter(({ quiet, families }) => quiet && (families & bits) !== 0);
  }

  #prefilterFor(families: readonly RecordFamily[]): Prefilter {
    const bits = familyBits(families);
    let prefilter = this.#prefilters.get(bits);
    if (prefilter === undefined) {
      prefilter = createPrefilter(this.#matchers, bits);
      this.#prefilters.set(bits, prefilter);
    }
    if (prefilter !== this.#loaded) {
      this.#kernel.load(prefilter.tables);
      this.#loaded = prefilter;
    }
    return prefilter;
  }
}
