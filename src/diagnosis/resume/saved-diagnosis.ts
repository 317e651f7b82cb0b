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
const VERSION = 2;
const SECTIONS = ['findings', 'answer', 'files', 'transcripts'] as const;
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

/** A file that is remembered, with the length of its transcript in place of that. */
type Listed = Omit<Remembered, 'transcript'> & { readonly transcript: number | null };

/**
 * A diagnosis as bytes, in pieces: a line that tells what follows, a line of JSON for each part, and the transcripts.
 * These are many, and not copied.
 */
export function diagnosisBytes(
  { findings, answer, files }: SavedDiagnosis,
  { place, maker }: Origin,
): readonly Buffer[] {
  const listed = files.map((file): Listed => ({ ...file, transcript: file.transcript?.length ?? null }));
  const parts: Record<SectionName, readonly Buffer[]> = {
    findings: [lineOf(findings)],
    answer: [lineOf(answer)],
    files: [lineOf(listed)],
    transcripts: files.flatMap(({ transcript }) => transcript ?? []),
  };
  const sections = SECTIONS.map((name) => [name, sectionOf(parts[name])]);
  const header = {
    format: 'ssm-doctor diagnosis',
    version: VERSION,
    place,
    maker,
    sections: Object.fromEntries(sections),
  };
  return [lineOf(header), ...SECTIONS.flatMap((name) => parts[name])];
}

function sectionOf(pieces: readonly Buffer[]): Section {
  return {
    bytes: pieces.reduce((sum, { length }) => sum + length, 0),
    crc32: pieces.reduce((sum, piece) => crc32(piece, sum), 0),
  };
}

function lineOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
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
  const parts = partsOf(bytes, header, end + 1);
  const findings = parsed<SavedDiagnosis['findings']>(parts.findings());
  const answer = parsed<SavedDiagnosis['answer']>(parts.answer());
  const isCut = end + 1 + sizeOf(header) !== bytes.size;
  if (isCut || findings === undefined || answer === undefined) return refused('damaged', DAMAGED);
  if (header.maker !== origin.maker)
    return { ok: true, saved: { ...NOTHING_SAVED, findings }, isOfOther: true };
  let files: readonly Remembered[] | null = null;
  const saved: SavedDiagnosis = {
    findings,
    answer,
    get files() {
      files ??= filesOf(parts) ?? damaged(onDamage);
      return files;
    },
  };
  return { ok: true, isOfOther: false, saved };
}

function damaged(onDamage: () => void): readonly Remembered[] {
  onDamage();
  return [];
}

/** Undefined when they are not as they were saved. */
function filesOf(parts: Parts): Remembered[] | undefined {
  const listed = parsed<readonly Listed[]>(parts.files());
  const transcripts = parts.transcripts();
  if (listed === undefined || transcripts === null) return undefined;
  let at = 0;
  return listed.map((file) => {
    if (file.transcript === null) return { ...file, transcript: null };
    const from = at;
    at += file.transcript;
    return { ...file, transcript: transcripts.subarray(from, at) };
  });
}

const DAMAGED = 'it is not as it was saved';

/** Each gives the bytes of a part; null when they are not as they were saved. */
type Parts = Readonly<Record<SectionName, () => Buffer | null>>;

function partsOf(bytes: SavedBytes, { sections }: Header, start: number): Parts {
  let at = start;
  const parts = SECTIONS.map((name) => {
    const [from, section] = [at, sections[name]];
    at += section.bytes;
    const part = (): Buffer | null => {
      const found = bytes.read(from, from + section.bytes);
      return found.length === section.bytes && crc32(found) === section.crc32 ? found : null;
    };
    return [name, part] as const;
  });
  return Object.fromEntries(parts) as unknown as Parts;
}

function parsed<T>(part: Buffer | null): T | undefined {
  return part === null ? undefined : (JSON.parse(part.toString('utf8')) as T);
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
