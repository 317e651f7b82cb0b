import { contentOf, malformed, type Parsed } from '../parsed.ts';
import type { OsRelease } from './os-release.ts';

const KEY = /<key>(ProductName|ProductVersion)<\/key>\s{0,40}<string>([^<]{1,100})<\/string>/g;

/** Parses macOS's `SystemVersion.plist`: a flat dictionary of strings. */
export function parseSystemVersion(text: string): Parsed<OsRelease> {
  const content = contentOf(text);
  if (!content.ok) return content;
  const values = new Map([...content.value.matchAll(KEY)].map(([, key, value]) => [key, value ?? '']));
  const name = values.get('ProductName');
  if (name === undefined) return malformed('ProductName is not in it');
  const version = values.get('ProductVersion') ?? null;
  return {
    ok: true,
    value: { prettyName: version === null ? name : `${name} ${version}`, id: 'macos', versionId: version },
  };
}
