import { contentOf, malformed, type Parsed } from '../parsed.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses text that holds one JSON object. */
export function parseObject(text: string): Parsed<JsonObject> {
  const content = contentOf(text);
  if (!content.ok) return content;
  try {
    const value = objectOf(JSON.parse(content.value));
    return value === null ? malformed('JSON, but not an object') : { ok: true, value };
  } catch (error) {
    return malformed(`not JSON${placeOf(error, content.value)}`);
  }
}

/** Where the parser stopped. Its own message quotes the text, which may hold secrets. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (/end of JSON input|Unterminated/.test(message) || Number(position) >= text.trimEnd().length)
    return ': it breaks off';
  return position === undefined ? '' : `: unexpected text at character ${Number(position) + 1}`;
}

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The value of a key whose spelling differs in upper and lower case between platforms; undefined when there is none. */
export function memberOf(object: JsonObject, key: string): unknown {
  if (Object.hasOwn(object, key)) return object[key];
  const wanted = key.toLowerCase();
  const found = Object.keys(object).find((name) => name.toLowerCase() === wanted);
  return found === undefined ? undefined : object[found];
}

/** The objects of a list; a single object counts as a list of one, as PowerShell writes it. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map(objectOf).filter((item) => item !== null);
}

/** A text or number as text; null when it is missing, empty or of another type. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Characters of the longest name, id or title. */
const LONGEST_NAME = 512;

/** A name, an id or a title; null also where it is longer than any: it would stand in many places of a report. */
export function nameOf(value: unknown): string | null {
  const text = textOf(value);
  return text === null || text.length > LONGEST_NAME ? null : text;
}

/** A number, or a text that is one; null when it is missing or of another type. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(value.trim()) ? Number(value) : null;
}
