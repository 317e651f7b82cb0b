/** What became of a file that is read as a whole. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | ParseFailure;

export interface ParseFailure {
  readonly ok: false;
  /** `empty`: no content at all, as a crash or a full disk leaves it. `malformed`: content of another shape. */
  readonly reason: 'malformed' | 'empty';
  /** Says what is wrong, without quoting the content: it may hold secrets. */
  readonly detail: string;
}

export function malformed(detail: string): ParseFailure {
  return { ok: false, reason: 'malformed', detail };
}

/** The text without its byte order mark; a failure when nothing, or nothing but zeros and blanks, is in it. */
export function contentOf(text: string): Parsed<string> {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (!/[^\s\0]/.test(content)) return { ok: false, reason: 'empty', detail: 'the file has no content' };
  return { ok: true, value: content };
}
