// Numbers in lines of logs, as the kernel tells them from digits of words (reading/kernel/assembly/digests.ts): behind a
// letter, `-` or `_` stand digits of a word, as in `x509` or `us-east-1`; behind the `-` or `T` of a time stand numbers.
// The zero of `0x` is no number either.

/** What stands for any digit, or says how often. */
const ANY_DIGIT = /\\[dDwWsSbB]|\{\d{1,4}(?:,\d{0,4})?\}|\(\?<\w+>/g;
const CLASS = /\[(?:\\.|[^\]\\])*\]/g;
/** Digits of a word in a pattern; the letters stand for themselves. */
const OF_WORD = /(?:(?<!\\)[A-SU-Za-z]|(?<!\\)[A-Za-z_ -][T_-])\d+/g;

/** Does a pattern match the same place of all texts that differ in the digits of their numbers only? */
export function ignoresNumbers(pattern: string): boolean {
  const rest = pattern.replace(ANY_DIGIT, '.').replace(CLASS, (text) => (tells(text) ? '0' : '.'));
  return !/\d/.test(rest.replace(OF_WORD, ''));
}

/** Does a class tell one digit from another? */
function tells(text: string): boolean {
  return /\d/.test(text.replace(/0-9/g, ''));
}

/** May a part of a text have a number in it? What stands before the part is not known. */
export function hasNumber(part: string): boolean {
  return /\d/.test(part.replace(/[A-SU-Za-z]\d+|(?<=\D)[T_-]\d+/g, ''));
}
