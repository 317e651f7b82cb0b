import { beginsAgentRecord } from '../../../parsers/agent-log/boundary.ts';
import { continuesJournalRecord, parseJournalLine } from '../../../parsers/agent-log/journal.ts';
import { parseAgentRecord } from '../../../parsers/agent-log/record.ts';
import { familyBits, loadCatalogue } from '../../../src/causes/catalogue.ts';
import type { RecordFamily } from '../../../src/causes/cause.ts';
import {
  agentBoundaries,
  type Boundaries,
  endOfLinesAhead,
  journalBoundaries,
  lineBoundaries,
} from '../../../src/diagnosis/scan/boundaries.ts';
import { type ScanMatcher, scanMatchers } from '../../../src/diagnosis/scan/matchers.ts';
import { createPrefilter } from '../../../src/diagnosis/scan/prefilter.ts';
import { type RecordSpan, scanRecords } from '../../../src/diagnosis/scan/scanner.ts';
import { createKernel } from '../../../src/reading/kernel/kernel.ts';
import { feedOf } from '../../reading/feeds.ts';

/** How the bytes of one kind of file are split into records, and what of a record the patterns see. */
export interface Grammar {
  readonly name: 'agent' | 'journal' | 'output';
  readonly families: readonly RecordFamily[];
  readonly boundaries: Boundaries;
  /** Does this line begin a record? */
  begins(line: string): boolean;
  /** What the patterns see, and where in it a match must begin at the latest. */
  seen(record: string, ahead: string): { readonly text: string; readonly beginsBefore: number };
}

const agentView = (record: string): { text: string; beginsBefore: number } => {
  const { body } = parseAgentRecord(record);
  return { text: body, beginsBefore: body.length + 1 };
};

export const GRAMMARS: readonly Grammar[] = [
  {
    name: 'agent',
    families: ['agent'],
    boundaries: agentBoundaries,
    begins: (line) => beginsAgentRecord(Buffer.from(line), 0, Buffer.byteLength(line)),
    seen: agentView,
  },
  {
    name: 'journal',
    families: ['agent', 'system'],
    boundaries: journalBoundaries,
    begins: (line) => !continuesJournalRecord(line),
    seen: (record) =>
      agentView(
        record
          .split('\n')
          .map((line) => parseJournalLine(line)?.text ?? line)
          .join('\n'),
      ),
  },
  {
    name: 'output',
    families: ['output'],
    boundaries: lineBoundaries,
    begins: () => true,
    seen: (line, ahead) => ({
      text: ahead === '' ? line : `${line}\n${ahead}`,
      beginsBefore: line.length + 1,
    }),
  },
];

/** Patterns that matched, by the line their record begins in: `12 no-space-left`. */
export interface Matches {
  readonly told: readonly string[];
  /** The line in which each success of the agent was seen last; the scanner need not tell about the others. */
  readonly lastOfLatches: ReadonlyMap<string, number>;
}

const matchers = scanMatchers(loadCatalogue('linux'));
const kernel = createKernel();
const plans = new Map(
  GRAMMARS.map((grammar) => {
    const bits = familyBits(grammar.families);
    const prefilter = createPrefilter(matchers, bits);
    const mine = matchers.filter(({ quiet, families }) => !quiet && (families & bits) !== 0);
    return [grammar, { prefilter, mine }];
  }),
);

/** What the scanner makes of a file. */
export function scanned(grammar: Grammar, bytes: Buffer): Matches {
  const plan = plans.get(grammar);
  if (plan === undefined) throw new Error(`no grammar: ${grammar.name}`);
  kernel.load(plan.prefilter.tables);
  const found = new MatchList();
  const textOf = (from: number, to: number): string => withoutBreak(kernel.bytes.toString('utf8', from, to));
  const enter = (span: RecordSpan, candidates: readonly ScanMatcher[]): void => {
    const ahead = textOf(span.end, endOfLinesAhead(span.bytes, span.end, span.ceiling));
    found.enter(span.line, grammar, textOf(span.start, span.end), ahead, candidates);
  };
  scanRecords({ kernel, prefilter: plan.prefilter, boundaries: grammar.boundaries }, feedOf(bytes), {
    record: enter,
    latched(span, matcher) {
      enter(span, [matcher]);
      return false;
    },
    reached: () => undefined,
  });
  return found;
}

/** Splits the whole text into records and tries every pattern on each. */
export function naive(grammar: Grammar, bytes: Buffer): Matches {
  const candidates = plans.get(grammar)?.mine ?? [];
  const lines = bytes.toString('utf8').split(/(?<=\n)/);
  const found = new MatchList();
  for (let at = 0; at < lines.length; ) {
    let end = at + 1;
    while (end < lines.length && !grammar.begins(lines[end] ?? '')) end++;
    const ahead = lines
      .slice(end, end + 2)
      .join('')
      .slice(0, 2048);
    found.enter(
      at + 1,
      grammar,
      withoutBreak(lines.slice(at, end).join('')),
      withoutBreak(ahead),
      candidates,
    );
    at = end;
  }
  return found;
}

class MatchList implements Matches {
  readonly matched = new Set<string>();
  readonly lastOfLatches = new Map<string, number>();
  /** The same text says the same, and most texts of a log come again. */
  readonly #known = new Map<string, readonly ScanMatcher[]>();

  get told(): string[] {
    return [...this.matched].sort();
  }

  enter(
    line: number,
    grammar: Grammar,
    record: string,
    ahead: string,
    candidates: readonly ScanMatcher[],
  ): void {
    for (const matcher of this.#said(grammar, record, ahead, candidates)) {
      if (matcher.latch)
        this.lastOfLatches.set(matcher.id, Math.max(line, this.lastOfLatches.get(matcher.id) ?? 0));
      else this.matched.add(`${line} ${matcher.id}`);
    }
  }

  #said(
    grammar: Grammar,
    record: string,
    ahead: string,
    candidates: readonly ScanMatcher[],
  ): readonly ScanMatcher[] {
    const key = `${record}\0${ahead}\0${candidates === plans.get(grammar)?.mine ? '' : candidates.map(({ id }) => id).join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { text, beginsBefore } = grammar.seen(record, ahead);
    const said = candidates.filter((matcher) => {
      if (isErrorLevel(matcher)) return /^(?:ERROR|CRITICAL)$/.test(levelOf(grammar, record) ?? '');
      const match = matcher.exec(text);
      return match !== null && match.index < beginsBefore;
    });
    this.#known.set(key, said);
    return said;
  }
}

/** The matcher that stands for "the level is ERROR": its pattern says nothing. */
function isErrorLevel({ purpose, id }: ScanMatcher): boolean {
  return purpose.kind === 'error-token' && id === 'error-token-0';
}

function levelOf(grammar: Grammar, record: string): string | null {
  const text = grammar.name === 'journal' ? (parseJournalLine(record)?.text ?? record) : record;
  return parseAgentRecord(text).level;
}

function withoutBreak(text: string): string {
  return text.replace(/[\r\n]+$/, '');
}
