/** A text with its numbers replaced, each by as many digits as it has; see src/causes/numbers.ts for what is one. */
export function withNumbers(text: string, digits: (length: number) => string): string {
  return text.replace(/(?<!\d)\d{1,20}(?!x)/g, (run: string, at: number) =>
    isOfWord(text, at) ? run : digits(run.length),
  );
}

function isOfWord(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  return /[A-SU-Za-z]/.test(before) || (/[T_-]/.test(before) && !/\d/.test(text[at - 2] ?? ''));
}
