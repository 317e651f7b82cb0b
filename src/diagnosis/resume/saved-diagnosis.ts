import { crc32 } from 'node:zlib';
import type { Trail } from '../../platform/trail.ts';
import type { Report } from '../../report/report.ts';
import type { Remembered } from './memory.ts';
import type { KnownFinding } from './trend.ts';

/** What a diagnosis leaves to the next one. */
export interface SavedDiagnosis {
  readonly files: readonly Remembered[];
  readonly answer: Answer | null;
  /** Those of the last report; null before the first. */
  readonly findings: readonly KnownFinding[] | null;
}

/** Before the first diagnosis. */
export const NOTHING_SAVED: SavedDiagnosis = { files: [], answer: null, findings: null };

/** A report, and what it follows from: the question, and the files. Where both are the same, so is the report. */
export interface Answer {
  readonly question: string;
  readonly trail: Trail;
  readonly report: Report;
}

/** Whose diagnosis it is, and by what it was made. */
export interface Origin {
  /** Platform and root. */
  readonly place: string;
  /** The program, its catalogue and the user's rules. */
  readonly maker: string;
}

export type LoadedDiagnosis =
  /** `isOfOther`: another version, or other rules, made it, so that the files have to be read again. */
  | { readonly ok: true; readonly saved: SavedDiagnosis; readonly isOfOther: boolean }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string };

type Reason = 'newer' | 'damaged' | 'elsewhere';

/** Changes whenever a text of before would be misread. */
const VERSION = 1;
const SECTIONS = ['findings', 'answer', 'files'] as const;

interface Header extends Origin {
  readonly format: 'ssm-doctor diagnosis';
  readonly version: number;
  readonly sections: Readonly<Record<(typeof SECTIONS)[number], Section>>;
}

interface Section {
  /** Bytes, with the line feed at its end. */
  readonly bytes: number;
  readonly crc32: number;
}

/** A diagnosis as text: a line that tells what follows, and a line of JSON for each part. */
export function diagnosisText(saved: SavedDiagnosis, { place, maker }: Origin): string {
  const lines = SECTIONS.map((name) => `${JSON.stringify(saved[name])}\n`);
  const sections = lines.map((line): Section => ({ bytes: Buffer.byteLength(line), crc32: crc32(line) }));
  const header = {
    format: 'ssm-doctor diagnosis',
    version: VERSION,
    place,
    maker,
    sections: Object.fromEntries(SECTIONS.map((name, index) => [name, sections[index]])),
  };
  return `${JSON.stringify(header)}\n${lines.join('')}`;
}

/** The diagnosis that a text was made from. Files are many, and so they are unpacked when they are asked for. */
export function loadDiagnosis(bytes: Buffer, origin: Origin): LoadedDiagnosis {
  const end = bytes.indexOf(10);
  const header = headerOf(bytes.toString('utf8', 0, Math.max(0, end)));
  if (header === null) return refused('damaged', 'it is no diagnosis');
  if (header.version !== VERSION) {
    return refused('newer', `it has version ${header.version}, this program knows version ${VERSION}`);
  }
  if (header.place !== origin.place) return refused('elsewhere', `it is of ${header.place}`);
  const parts = new Map<string, Buffer>();
  let at = end + 1;
  for (const name of SECTIONS) {
    const { bytes: length, crc32: sum } = header.sections[name];
    const part = bytes.subarray(at, at + length);
    if (part.length !== length || crc32(part) !== sum) return refused('damaged', 'it is not as it was saved');
    parts.set(name, part);
    at += length;
  }
  const part = <T>(name: string): T => JSON.parse(parts.get(name)?.toString('utf8') ?? 'null') as T;
  const findings = part<SavedDiagnosis['findings']>('findings');
  if (header.maker !== origin.maker)
    return { ok: true, saved: { ...NOTHING_SAVED, findings }, isOfOther: true };
  let files: readonly Remembered[] | null = null;
  return {
    ok: true,
    isOfOther: false,
    saved: {
      findings,
      answer: part('answer'),
      get files() {
        files ??= part<readonly Remembered[]>('files');
        return files;
      },
    },
  };
}

function refused(reason: Reason, detail: string): LoadedDiagnosis {
  return { ok: false, reason, detail };
}

/** Null for what is no header. */
function headerOf(line: string): Header | null {
  try {
    const header = JSON.parse(line) as Partial<Header> | null;
    const isHeader =
      header?.format === 'ssm-doctor diagnosis' &&
      typeof header.version === 'number' &&
      (header.version !== VERSION ||
        SECTIONS.every((name) => typeof header.sections?.[name]?.bytes === 'number'));
    return isHeader ? (header as Header) : null;
  } catch {
    return null;
  }
}
