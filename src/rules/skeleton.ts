import { parseJournalLine } from '../../parsers/agent-log/journal.ts';
import { parseAgentRecord } from '../../parsers/agent-log/record.ts';
import type { RecordFamily } from '../causes/cause.ts';
import type { Platform } from '../vocabulary.ts';
import { checkMatcher, ordinaryTexts } from './check-matcher.ts';

/** A line that nobody knows, as a report tells it. */
export interface UnknownLine {
  /** The line with `<*>` for what varies. */
  readonly template: string;
  readonly excerpt: string;
  /** Of its file, as coverage tells it; null when it does not. */
  readonly kind: string | null;
  readonly platform: Platform;
}

export type Skeleton =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

const FAMILIES: Readonly<Record<string, readonly RecordFamily[]>> = {
  'step-output': ['output'],
  'package-log': ['package-log'],
};
const AGENT: readonly RecordFamily[] = ['agent'];
const WILDCARD = '<*>';
/** Paths name what differs from node to node. */
const PATH = /(?<=^|[\s"'(=:[])(?:\/|[A-Za-z]:\\)[^\s"'()[\],;:]{2,}/g;
/** Tokens of the template that a pattern is made from; with fewer where the quoted line ends before. */
const LENGTHS = [40, 24, 16, 10, 6];
const WORDS_OF_ID = 4;

/** A rule that knows the line, and that `rules test` has nothing against; what a person has to say is `TODO`. */
export function skeletonOf(line: UnknownLine): Skeleton {
  const families = line.kind === null ? AGENT : (FAMILIES[line.kind] ?? AGENT);
  const sample = sampleOf(line, families);
  const tokens = tokensOf(line.template);
  const ordinary = ordinaryTexts();
  let reason = 'the line holds no text';
  for (const pattern of patternsOf(tokens, sample)) {
    const said: string[] = [];
    const matcher = { id: 'new', in: families, pattern, samples: [sample] };
    if (checkMatcher(matcher, ordinary, (_path, message) => said.push(message)) !== null)
      return { ok: true, text: fileText(line, families, pattern, sample) };
    reason = said[0] ?? reason;
  }
  return { ok: false, reason: `no pattern can be made of this line: ${reason}` };
}

/** What the pattern will see of the line: of an agent's record the message alone. */
function sampleOf({ excerpt }: UnknownLine, families: readonly RecordFamily[]): string {
  const [line = ''] = excerpt.split(/\r?\n/);
  if (!families.includes('agent')) return line.trimEnd();
  return parseAgentRecord(parseJournalLine(line)?.text ?? line).body.trim();
}

function tokensOf(template: string): string[] {
  return template
    .replaceAll('[redacted]', WILDCARD)
    .replace(PATH, (path) => (path.startsWith('/') ? `/${WILDCARD}` : WILDCARD))
    .split(/\s+/)
    .filter((token) => token !== '');
}

/** Patterns for the line, the closest first. */
function* patternsOf(tokens: readonly string[], sample: string): Iterable<string> {
  const blank = /\s\s|\t/.test(sample) ? String.raw`\s{1,8}` : ' ';
  for (const length of LENGTHS) {
    if (length !== LENGTHS[0] && length >= tokens.length) continue;
    const some = tokens.slice(0, length);
    for (const isTight of [true, false])
      yield `^${some.map((token) => tokenPattern(token, isTight)).join(blank)}`;
  }
}

/** A value reaches to the character that stands behind it; when that stands in values too, to the next blank. */
function tokenPattern(token: string, isTight: boolean): string {
  const parts = token.replaceAll(/(?:<\*>)+/g, WILDCARD).split(WILDCARD);
  return parts
    .map((part, index) => {
      if (index === 0) return escaped(part);
      const [next] = part;
      const value = isTight && next !== undefined ? `[^\\s${classEscaped(next)}]` : '\\S';
      return `${value}{1,200}${escaped(part)}`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function classEscaped(character: string): string {
  return /[\\\]^-]/.test(character) ? `\\${character}` : character;
}

function fileText(
  { template, platform }: UnknownLine,
  families: readonly RecordFamily[],
  pattern: string,
  sample: string,
): string {
  const words = (template.replaceAll(WILDCARD, ' ').match(/[A-Za-z]{3,}/g) ?? ['line', 'seen']).slice(
    0,
    WORDS_OF_ID,
  );
  const id = ['MY', ...words.map((word) => word.toUpperCase())].join('_');
  return `# A rule for ssm-doctor. Replace what is TODO, then: ssm-doctor rules test FILE
id: ${id}
area: custom
title: 'TODO: what is wrong, in a few words'
severity: MEDIUM
platforms:
  - ${platform}
generality: specific
meaning: 'TODO: what it means, and why it happens'
remedy:
  - step: 'TODO: what to look at first'
    effect: read-only
  - step: 'TODO: what to change'
    effect: changes-node
verify: 'TODO: how to see that it is solved'
recoveredBy: 'TODO: what closes it, such as a later run without the line'
docUrl: null
leadsTo: []
outranks: []
signals:
  - id: ${id.toLowerCase().replaceAll('_', '-')}
    in:
${families.map((family) => `      - ${family}\n`).join('')}    pattern: ${quoted(pattern)}
    confidence: medium
    samples:
      - ${quoted(sample)}
    nearMisses:
      - 'TODO: a line that looks alike and means something else'
`;
}

/** In quotes in which a backslash is a backslash, where all of it can be seen. */
function quoted(text: string): string {
  return /^[\x20-\x7e\xa1-\ud7ff]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
