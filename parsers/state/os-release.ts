import { contentOf, malformed, type Parsed } from '../parsed.ts';

export interface OsRelease {
  /** `Amazon Linux 2023.6.20241031`. */
  readonly prettyName: string | null;
  /** `amzn`, `ubuntu`. */
  readonly id: string | null;
  readonly versionId: string | null;
}

const ASSIGNMENT = /^\s*([A-Z][A-Z0-9_]{0,63})=(.*?)\s*$/;

/** Parses `os-release` (os-release(5): shell assignments, quoted where needed; the last of a name counts). */
export function parseOsRelease(text: string): Parsed<OsRelease> {
  const content = contentOf(text);
  if (!content.ok) return content;
  const values = new Map<string, string>();
  for (const line of content.value.split(/\r?\n/)) {
    const match = ASSIGNMENT.exec(line.slice(0, 1024));
    if (match !== null) values.set(match[1] ?? '', unquoted(match[2] ?? ''));
  }
  const prettyName = values.get('PRETTY_NAME') || values.get('NAME') || null;
  const id = values.get('ID') || null;
  if (prettyName === null && id === null) return malformed('neither PRETTY_NAME nor ID is in it');
  return { ok: true, value: { prettyName, id, versionId: values.get('VERSION_ID') || null } };
}

function unquoted(value: string): string {
  const quote = value[0];
  const inner =
    (quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote)
      ? value.slice(1, -1)
      : value;
  return quote === "'" ? inner : inner.replace(/\\(.)/g, '$1');
}
