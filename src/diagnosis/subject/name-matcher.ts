import { familyBits } from '../../causes/catalogue.ts';
import type { ScanMatcher } from '../scan/matchers.ts';

/** How a name stands in lines. */
export interface NameMatcher {
  /** For the search of files. */
  readonly matcher: ScanMatcher;
  /** Does a text name it? */
  names(text: string): boolean;
}

/** `kb`: the number of a Windows update. `package`: with what belongs to a version behind it. */
export type NameForm = 'exact' | 'kb' | 'package';

/** The prefilter needs so many bytes. */
const FEWEST_BYTES = 4;
/** Offset of a fingerprint that lets the prefilter skip far enough. */
const FAR = 6;
const ARCHITECTURES = 'x86_64|aarch64|amd64|arm64|noarch|i[3-6]86|all|any|native|armhf|ppc64le|s390x|rpm|deb';
/** What may stand around a short name. */
const AROUND = [...' .:,;-_/\\"\'()[]{}<>=|*\t', '\n', '\r'];

/** How to find a name in lines; null for what is too short to be looked for. */
export function nameMatcher(name: string, form: NameForm): NameMatcher | null {
  const literals = literalsOf(name);
  if (literals.length === 0) return null;
  const pattern = new RegExp(patternOf(escaped(name), form));
  return {
    matcher: {
      id: 'subject',
      families: familyBits(['agent', 'output', 'package-log', 'system']),
      purpose: { kind: 'error-token' },
      literals,
      latch: false,
      quiet: false,
      isOfRule: false,
      seesOneLine: () => false,
      ignoresNumbers: () => false,
      exec: (text) => pattern.exec(text),
    },
    names: (text) => pattern.test(text),
  };
}

function patternOf(name: string, form: NameForm): string {
  if (form === 'kb') return `[Kk][Bb][ :-]?${name}(?!\\d)`;
  if (form === 'exact') return `(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`;
  // Not a longer name: behind it come a version, an architecture, or nothing that names have.
  return `(?<![A-Za-z0-9_.+@-])${name}(?![A-Za-z0-9+]|_(?!\\d)|-(?![0-9]|\\W|$)|\\.(?!(?:${ARCHITECTURES})\\b)\\w)`;
}

/** Texts of which each place of the name contains one, with the place of their fingerprints. */
function literalsOf(name: string): [string, number][] {
  const bytes = Buffer.byteLength(name);
  const missing = FEWEST_BYTES - bytes;
  if (missing <= 0) return [[name, Math.min(FAR, bytes - FEWEST_BYTES)]];
  if (missing === 1) return AROUND.map((next) => [name + next, 0]);
  if (missing === 2)
    return AROUND.flatMap((before) => AROUND.map((next): [string, number] => [before + name + next, 0]));
  return [];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
