/**
 * What a terminal or an editor obeys, hides or reorders instead of showing it: controls, line separators, bidi
 * controls, everything of no width, half surrogate pairs.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The text with `replacement` of each hidden character in its place. */
export function replaceHidden(text: string, replacement: (character: string) => string): string {
  return text.replace(HIDDEN, replacement);
}
