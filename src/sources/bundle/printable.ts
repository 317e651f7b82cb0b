/** Text out of an archive for a message: one line, no control characters, at most `length` characters. */
export function printable(text: string, length = 200): string {
  const clean = text
    .slice(0, length)
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  return text.length > length ? `${clean}…` : clean;
}
