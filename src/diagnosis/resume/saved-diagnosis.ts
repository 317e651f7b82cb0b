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
type SectionName = (typeof SECTIONS)[number];

interface Header extends Origin {
  readonly format: 'ssm-doctor diagnosis';
  readonly version: number;
  readonly sections: Readonly<Record<SectionName, Section>>;
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

/** The header is shorter. */
const HEADER_LIMIT = 16 * 1024;

/** The text of a saved diagnosis. */
export interface SavedBytes {
  /** Bytes. */
  readonly size: number;
  /** The bytes [from, to), or as many as there are. */
  read(from: number, to: number): Buffer;
}

/**
 * The diagnosis that a text was made from. What is remembered of files is much, and needed only where something is new:
 * it is read when it is asked for. Where it turns out to be damaged then, `onDamage` is told, and nothing is remembered.
 */
export function loadDiagnosis(bytes: SavedBytes, origin: Origin, onDamage: () => void): LoadedDiagnosis {
  const head = bytes.read(0, HEADER_LIMIT);
  const end = head.indexOf(10);
  const header = headerOf(head.toString('utf8', 0, Math.max(0, end)));
  if (header === null) return refused('damaged', 'it is no diagnosis');
  if (header.version !== VERSION) {
    return refused('newer', `it has version ${header.version}, this program knows version ${VERSION}`);
  }
  if (header.place !== origin.place) return refused('elsewhere', `it is of ${header.place}`);
  const { findings, answer, files } = partsOf(bytes, header, end + 1);
  const known = findings<SavedDiagnosis['findings']>();
  const answered = answer<Answer | null>();
  if (known === undefined || answered === undefined) return refused('damaged', DAMAGED);
  if (end + 1 + sizeOf(header) !== bytes.size) return refused('damaged', DAMAGED);
  if (header.maker !== origin.maker)
    return { ok: true, saved: { ...NOTHING_SAVED, findings: known }, isOfOther: true };
  let remembered: readonly Remembered[] | undefined;
  const saved: SavedDiagnosis = {
    findings: known,
    answer: answered,
    get files() {
      remembered ??= files<readonly Remembered[]>();
      if (remembered === undefined) onDamage();
      remembered ??= [];
      return remembered;
    },
  };
  return { ok: true, isOfOther: false, saved };
}

const DAMAGED = 'it is not as it was saved';

/** Gives a part; undefined when it is not as it was saved. */
type Part = <T>() => T | undefined;

function partsOf(bytes: SavedBytes, { sections }: Header, start: number): Record<SectionName, Part> {
  let at = start;
  const parts = SECTIONS.map((name): [SectionName, Part] => {
    const [from, section] = [at, sections[name]];
    at += section.bytes;
    const part = <T>(): T | undefined => {
      const line = bytes.read(from, from + section.bytes);
      const isWhole = line.length === section.bytes && crc32(line) === section.crc32;
      return isWhole ? (JSON.parse(line.toString('utf8')) as T) : undefined;
    };
    return [name, part];
  });
  return Object.fromEntries(parts) as Record<SectionName, Part>;
}

function sizeOf({ sections }: Header): number {
  return SECTIONS.reduce((sum, name) => sum + sections[name].bytes, 0);
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
