import { contentOf, malformed, type Parsed } from '../parsed.ts';

/** Something that was installed on a Mac. */
export interface Installed {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly name: string;
  /** Empty where the package has none. */
  readonly version: string;
  /** What installed it: `softwareupdated`, `installer`, `macOS Installer` … */
  readonly process: string;
  /** Where the name stands in the text. */
  readonly position: number;
}

const ENTRY = '<dict>';
const MOST_ENTRIES = 5000;
const DATE = /<key>date<\/key>\s{0,40}<date>([^<]{1,40})<\/date>/;
const STRING = /<key>(displayName|displayVersion|processName)<\/key>\s{0,40}<string>([^<]{0,300})<\/string>/g;

/** Parses `/Library/Receipts/InstallHistory.plist` in the XML form that macOS writes: a list of flat dictionaries. */
export function parseInstallHistory(text: string): Parsed<readonly Installed[]> {
  const content = contentOf(text);
  if (!content.ok) return content;
  if (!/<plist[\s>]/.test(content.value.slice(0, 1000))) return malformed('it is no property list in XML');
  const entries: Installed[] = [];
  let from = text.indexOf(ENTRY);
  while (from >= 0 && entries.length < MOST_ENTRIES) {
    const next = text.indexOf(ENTRY, from + ENTRY.length);
    const entry = parseEntry(text.slice(from, next < 0 ? undefined : next), from);
    if (entry !== null) entries.push(entry);
    from = next;
  }
  return { ok: true, value: entries };
}

function parseEntry(dict: string, start: number): Installed | null {
  const at = Date.parse(DATE.exec(dict)?.[1] ?? '');
  const values = new Map([...dict.matchAll(STRING)].map((match) => [match[1], match]));
  const name = values.get('displayName');
  if (Number.isNaN(at) || name === undefined) return null;
  return {
    at,
    name: name[2] ?? '',
    version: values.get('displayVersion')?.[2] ?? '',
    process: values.get('processName')?.[2] ?? '',
    position: start + name.index + name[0].lastIndexOf('<string>') + '<string>'.length,
  };
}
