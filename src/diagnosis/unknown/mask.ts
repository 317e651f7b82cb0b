/** Variable parts of log lines, most specific first; each becomes `<*>`. */
const VARIABLE = new RegExp(
  [
    `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
    String.raw`\d{1,4}[-/]\d{2}[-/]\d{2,4}[T ]\d{2}[:-]\d{2}[:-]\d{2}(?:[.,]\d+)?Z?`,
    String.raw`\b(?:mi|i|pb|vpce|subnet|sg)-[0-9a-z]{8,}`,
    String.raw`arn:aws[\w-]*:\S+`,
    String.raw`https?://[^\s"']+`,
    String.raw`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b`,
    String.raw`\b0x[0-9a-fA-F]+\b`,
    String.raw`\b[0-9a-f]{12,}\b`,
    String.raw`\d+`,
  ].join('|'),
  'g',
);

/** Longest beginning of a line that is looked at, and most tokens of it. */
const LENGTH = 400;
const TOKENS = 40;

/** The first line of a text as tokens, with ids, times, addresses and numbers masked. */
export function maskedTokens(text: string): string[] {
  const line = text.slice(0, LENGTH).split(/[\r\n]/, 1)[0] ?? '';
  return line
    .replace(VARIABLE, '<*>')
    .split(/\s+/)
    .filter((token) => token !== '')
    .slice(0, TOKENS);
}
