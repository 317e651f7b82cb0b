import type { Matcher, RecordFamily } from '../../src/causes/cause.ts';

/** Lines of step output that a pattern may look at behind the one it begins in. */
const LINES_AHEAD = 2;

/**
 * The match of a pattern on a record as the engine tries it: an agent record whole; of other records the first
 * lines, with a match that begins in the first.
 */
export function matchOn(
  matcher: Pick<Matcher, 'pattern'>,
  family: RecordFamily,
  text: string,
): RegExpExecArray | null {
  const lines = text.split('\n');
  const seen = family === 'agent' ? text : lines.slice(0, 1 + LINES_AHEAD).join('\n');
  const match = new RegExp(matcher.pattern, 'm').exec(seen);
  const beginsBefore = family === 'agent' ? seen.length + 1 : (lines[0] ?? '').length + 1;
  return match !== null && match.index < beginsBefore ? match : null;
}

/** Whether some line of step output in `text` begins a match, or the agent record that it is. */
export function matchesAnywhere(
  matcher: Pick<Matcher, 'pattern'>,
  family: RecordFamily,
  text: string,
): boolean {
  if (family === 'agent') return matchOn(matcher, family, text) !== null;
  const lines = text.split('\n');
  return lines.some((_, index) => matchOn(matcher, family, lines.slice(index).join('\n')) !== null);
}
