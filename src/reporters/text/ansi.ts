/** What a piece of text is, for the eye. */
export type Style = 'plain' | 'good' | 'bad' | 'doubt' | 'strong' | 'faint';

/** Gives text its style. */
export type Paint = (text: string, style: Style) => string;

/** Select Graphic Rendition (ECMA-48): bold with a colour, bold, dim. */
const CODES: Readonly<Record<Exclude<Style, 'plain'>, string>> = {
  good: '1;32',
  bad: '1;31',
  doubt: '1;33',
  strong: '1',
  faint: '2',
};

/** Paints with terminal codes. */
export function colored(text: string, style: Style): string {
  return style === 'plain' || text === '' ? text : `\x1b[${CODES[style]}m${text}\x1b[0m`;
}

/** Leaves text as it is. */
export function uncolored(text: string): string {
  return text;
}
