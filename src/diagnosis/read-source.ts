import { type Files, FilesError, type OpenFile } from '../platform/files.ts';
import { type BlockEdge, type BytesRead, firstBlockOf } from '../reading/blocks.ts';
import { detectEncoding, HEAD_BYTES } from '../reading/encoding.ts';
import { type ByteFeed, fileFeed } from '../reading/feed.ts';
import { textFeed } from '../reading/text-feed.ts';
import type { Coverage, CoverageReason } from '../report/report.ts';
import type { Source } from '../sources/source.ts';
import { type RecordSink, type ScanPlan, scanRecords } from './scan/scanner.ts';

export interface ReadResult {
  readonly status: Coverage['status'];
  readonly reason: CoverageReason | null;
  readonly detail: string;
  /** Bytes of the text, after unpacking. */
  readonly bytes: number;
  readonly lines: number;
}

/** State files are small; one that is not is not what its name says. */
const WHOLE_LIMIT = 8 * 1024 * 1024;

const REASONS: ReadonlyMap<string, readonly [CoverageReason, string]> = new Map([
  ['ENOENT', ['vanished', 'it was removed while the program ran; run again']],
  ['EACCES', ['not-readable', 'run as root, or as Administrator on Windows']],
  ['EPERM', ['not-readable', 'run as root, or as Administrator on Windows']],
  ['ELOOP', ['leaves-root', 'a symbolic link, which is not followed']],
  ['ELEAVESROOT', ['leaves-root', 'a symbolic link leads out of the root']],
  ['ENOTFILE', ['malformed', 'not a regular file']],
]);

const SHRUNK = {
  status: 'partly-read',
  reason: 'changed-while-read',
  detail: 'it became shorter while it was read; run again',
} as const;

/** Where the reading of a file that holds its text as it is can be taken up. */
export interface SourceEdge extends BlockEdge {
  /** Where in the file the text begins. */
  readonly plainFrom: number;
}

/** How a reading is taken up, and what the next one needs for that. */
export interface Resumption {
  /** Null: at the beginning. */
  readonly from: SourceEdge | null;
  onEdge(edge: SourceEdge): void;
  /** Told how many bytes of the file have been read, when its end has been. */
  onEnd(bytes: number): void;
}

const FROM_THE_BEGINNING: Resumption = { from: null, onEdge: () => undefined, onEnd: () => undefined };

/**
 * Scans a file of records, from its beginning or from where an earlier reading left it. What stops the reading is said
 * in the result; what came before it counts.
 */
export function scanSource(
  files: Files,
  source: Source,
  plan: ScanPlan,
  sink: RecordSink,
  resumption: Resumption = FROM_THE_BEGINNING,
): ReadResult {
  const { from } = resumption;
  return withFile(files, source, (file) =>
    from === null ? scanFile(file, plan, sink, resumption) : scanRest(file, plan, sink, from, resumption),
  );
}

function scanRest(
  file: OpenFile,
  plan: ScanPlan,
  sink: RecordSink,
  from: SourceEdge,
  resumption: Resumption,
): ReadResult {
  const start = from.plainFrom + from.position;
  const raw = new CountedFeed(fileFeed(file, start));
  const onEdge = (edge: BlockEdge): void => resumption.onEdge({ ...edge, plainFrom: from.plainFrom });
  const read = scanRecords(plan, raw, sink, { from, onEdge });
  return ended(file, start + raw.given, read, resumption);
}

function scanFile(file: OpenFile, plan: ScanPlan, sink: RecordSink, resumption: Resumption): ReadResult {
  const damage: string[] = [];
  const raw = new CountedFeed(fileFeed(file));
  const text = textFeed(raw, firstBlockOf(plan.kernel), (error) => damage.push(error.message));
  if (text.kind === 'binary') {
    return {
      status: 'skipped',
      reason: 'unsupported-encoding',
      detail: 'binary data, not text',
      bytes: 0,
      lines: 0,
    };
  }
  const { filled, plainFrom } = text;
  const onEdge = (edge: BlockEdge): void => {
    if (plainFrom !== null) resumption.onEdge({ ...edge, plainFrom });
  };
  const read = scanRecords(plan, text.rest, sink, { filled, onEdge });
  if (damage.length > 0) {
    return {
      ...read,
      status: 'partly-read',
      reason: 'malformed',
      detail: `damaged gzip data: ${damage[0]}`,
    };
  }
  return ended(file, raw.given, read, resumption);
}

function ended(file: OpenFile, given: number, read: BytesRead, { onEnd }: Resumption): ReadResult {
  if (given < file.entry.size) return { ...read, ...SHRUNK };
  onEnd(given);
  return { ...read, status: 'read', reason: null, detail: '' };
}

class CountedFeed implements ByteFeed {
  /** Bytes given so far. */
  given = 0;
  readonly #feed: ByteFeed;

  constructor(feed: ByteFeed) {
    this.#feed = feed;
  }

  fill(target: Uint8Array): number {
    const got = this.#feed.fill(target);
    this.given += got;
    return got;
  }
}

/** Hands the whole text of a small file to `use`, which says what is wrong with it, or null. */
export function readWhole(files: Files, source: Source, use: (text: string) => string | null): ReadResult {
  return withFile(files, source, (file) => {
    const { size } = file.entry;
    if (size > WHOLE_LIMIT)
      return {
        status: 'skipped',
        reason: 'too-large',
        detail: `${size} bytes, more than a state file has`,
        bytes: 0,
        lines: 0,
      };
    const bytes = Buffer.alloc(size);
    let filled = 0;
    for (;;) {
      const got = filled < size ? file.read(bytes.subarray(filled), filled) : 0;
      if (got === 0) break;
      filled += got;
    }
    const problem = use(textOfBytes(bytes.subarray(0, filled)));
    if (filled < size) return { ...SHRUNK, bytes: filled, lines: 0 };
    if (problem !== null)
      return { status: 'partly-read', reason: 'malformed', detail: problem, bytes: filled, lines: 0 };
    return { status: 'read', reason: null, detail: '', bytes: filled, lines: 0 };
  });
}

/** Lets `use` read the parts that it needs of a file; what it says about the file is the detail. */
export function readParts(files: Files, source: Source, use: (file: OpenFile) => string): ReadResult {
  return withFile(files, source, (file) => {
    const detail = use(file);
    return { status: 'read', reason: null, detail, bytes: file.entry.size, lines: 0 };
  });
}

function withFile(files: Files, source: Source, use: (file: OpenFile) => ReadResult): ReadResult {
  let file: OpenFile | null = null;
  try {
    file = files.open(source.path);
    return use(file);
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    const [reason, detail] = REASONS.get(error.code) ?? ['not-readable', `the system says ${error.code}`];
    return { status: file === null ? 'skipped' : 'partly-read', reason, detail, bytes: 0, lines: 0 };
  } finally {
    file?.close();
  }
}

function textOfBytes(bytes: Buffer): string {
  const encoding = detectEncoding(bytes.subarray(0, HEAD_BYTES));
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return new TextDecoder(encoding).decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
