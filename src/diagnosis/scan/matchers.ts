import { type Catalogue, type CatalogueSignal, familyBits, type Located } from '../../causes/catalogue.ts';
import type {
  CodedLine,
  ContextLine,
  HarmlessLine,
  Matcher,
  RecordFamily,
  Success,
} from '../../causes/cause.ts';
import { ignoresNumbers } from '../../causes/numbers.ts';

/** What a matcher is for. */
export type Purpose =
  | { readonly kind: 'signal'; readonly signal: CatalogueSignal }
  | { readonly kind: 'coded'; readonly line: Located<CodedLine> }
  | { readonly kind: 'success'; readonly success: Located<Success> }
  | { readonly kind: 'harmless'; readonly line: Located<HarmlessLine> }
  | { readonly kind: 'context'; readonly matcher: Located<ContextLine> }
  /** A token that makes a record look like an error, so that an unknown one is not silent. */
  | { readonly kind: 'error-token' };

/** A matcher as the scanner uses it. */
export interface ScanMatcher {
  readonly id: string;
  readonly families: number;
  readonly purpose: Purpose;
  readonly literals: readonly (readonly [literal: string, fingerprintAt: number])[];
  /** Only the latest occurrences count, so that the others need no look at their record. */
  readonly latch: boolean;
  /** Says nothing but that a record is no unknown error: it is not sought, but tried on what looks like one. */
  readonly quiet: boolean;
  /** It is of a user's rule, which may ask for anything, such as the id of one association. */
  readonly isOfRule: boolean;
  /** What stands behind the end of the line that it begins in cannot change whether it matches in that line. */
  seesOneLine(): boolean;
  /** See `ignoresNumbers` of causes. */
  ignoresNumbers(): boolean;
  /** Compiled at the first use: most patterns are never needed. */
  exec(text: string): RegExpExecArray | null;
}

/** Groups of context lines whose value is a fact about the run or the node. */
export const FACT_GROUPS = [
  'operation',
  'documentName',
  'product',
  'rebootOption',
  'region',
  'baselineId',
  'patchGroup',
  'noPatchGroup',
  'override',
  'upload',
  'approveAfterDays',
  'boot',
  'bootEpoch',
  'credentialFile',
  'rebootRequested',
  'workerStart',
  'agentStop',
  'associationBegun',
  'agentRemoved',
  'agentInstalled',
] as const;

/**
 * Tokens of errors: the agent's level words, and what programs write at the start of a line. Each fixed text of less
 * than ten bytes costs a pass over the data, so there are few.
 */
const ERROR_TOKENS: readonly { in: RecordFamily[]; pattern: string; literals: [string, number][] }[] = [
  {
    in: ['agent', 'system'],
    pattern: '^',
    literals: [['ERROR ', 0], ...atEnd('\nCRITICAL ', ' CRITICAL '), ...nanoseconds()],
  },
  {
    in: ['output'],
    pattern: String.raw`^(?:E: |[^\w\n]{0,8}(?:fatal |Fatal )?(?:[Ee]rror|ERROR|[Ff]atal|FATAL): ?|(?:[^\n]{0,120} )?\[(?:ERROR|CRITICAL)\]: |[\w.]{1,80}(?:Error: |Exception(?:: |$))|[^\n:]{1,100}: (?:error|fatal|ERROR): )`,
    literals: [
      ['rror:', 0],
      ['RROR:', 0],
      ['atal:', 0],
      ['FATAL:', 0],
      ...atEnd('\nE: ', ' [ERROR]: ', '\n[ERROR]: ', ' [CRITICAL]: ', '\n[CRITICAL]: '),
      ...atEnd('xception: ', 'xception\n', 'xception\r'),
    ],
  },
];

/** Literals with the fingerprint at their end, where the prefilter can skip best. */
function atEnd(...literals: string[]): [string, number][] {
  return literals.map((literal) => [literal, literal.length - 4]);
}

/** Levels of an output without a format stand behind the last digit of a time; ten digits make ten long literals. */
function nanoseconds(): [string, number][] {
  return Array.from({ length: 10 }, (_, digit) => atEnd(`${digit} [Error] `, `${digit} [Critical] `)).flat();
}

/** All matchers of a catalogue, and the error tokens. */
export function scanMatchers(catalogue: Catalogue): ScanMatcher[] {
  return [
    ...catalogue.signals.map((signal) => scanMatcher(signal, { kind: 'signal', signal })),
    ...catalogue.coded.map((line) => scanMatcher(line, { kind: 'coded', line })),
    ...catalogue.successes.map((success) => scanMatcher(success, { kind: 'success', success })),
    ...catalogue.harmless.map((line) => scanMatcher(line, { kind: 'harmless', line })),
    ...catalogue.context.map((matcher) => scanMatcher(matcher, { kind: 'context', matcher })),
    ...ERROR_TOKENS.map((token, index) =>
      scanMatcher({ id: `error-token-${index}`, ...token }, { kind: 'error-token' }),
    ),
  ];
}

/** What may match a line break, or a character by its number, in a pattern. */
const BEYOND_LINE = /[\n\r]|\\[nrsWDPpxuc0]|\[\^(?![^\]]*\\n)/;

function scanMatcher(matcher: Located<Matcher>, purpose: Purpose): ScanMatcher {
  let regex: RegExp | null = null;
  let isBlind: boolean | null = null;
  return {
    id: matcher.id,
    families: familyBits(matcher.in),
    purpose,
    literals: matcher.literals,
    latch: purpose.kind === 'success' && purpose.success.reach === 'agent',
    quiet:
      purpose.kind === 'context' &&
      purpose.matcher.errorAbove !== true &&
      !FACT_GROUPS.some((name) => matcher.pattern.includes(`(?<${name}>`)),
    isOfRule: matcher.origin !== undefined,
    seesOneLine: () => !BEYOND_LINE.test(matcher.pattern),
    ignoresNumbers() {
      isBlind ??= ignoresNumbers(matcher.pattern);
      return isBlind;
    },
    exec(text) {
      regex ??= new RegExp(matcher.pattern, 'm');
      return regex.exec(text);
    },
  };
}
