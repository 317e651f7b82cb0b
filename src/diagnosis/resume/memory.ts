import { type Files, FilesError } from '../../platform/files.ts';
import { fileNow, isPacked } from '../../reading/resume/file-now.ts';
import { digestsOf, marksOf } from '../../reading/resume/marks.ts';
import {
  type Continuation,
  continuations,
  type FileNow,
  type Lost,
  type Position,
} from '../../reading/resume/positions.ts';
import type { Source } from '../../sources/source.ts';
import { Shelf } from './shelf.ts';
import { packTranscript, type Transcript, unpackTranscript } from './transcript.ts';

/** What is kept of a file that was read. */
export interface Remembered {
  readonly position: Position;
  readonly shown: string;
  readonly kind: string;
  /** The grammar that it was read by. */
  readonly grammar: string;
  /** Packed; null where there was too much to keep. */
  readonly transcript: Buffer | null;
}

/** Bytes that are kept of all files, so that the state does not grow with them; of the rest all is read again. */
const MOST_KEPT = 64 * 1024 * 1024;

export interface Recalled {
  readonly transcript: Transcript;
  /** Nothing was written to the file since. */
  readonly isWhole: boolean;
}

/**
 * What earlier readings found in the files, and what this one does. What is remembered of a file are its own words, and
 * nothing that was concluded from them: with it a reading gives what reading all of it again would.
 */
export class FileMemory {
  readonly #files: Files;
  readonly #before: readonly Remembered[];
  readonly #byPosition: ReadonlyMap<Position, Remembered>;
  readonly #after: Remembered[] = [];
  readonly #shelf = new Shelf();
  #found = new Map<string, { readonly now: FileNow; readonly continuation: Continuation }>();
  #lost: readonly Remembered[] = [];
  #seenAt = 0;
  /** Bytes of transcripts that are kept. */
  #kept = 0;

  constructor(files: Files, before: readonly Remembered[]) {
    this.#files = files;
    this.#before = before;
    this.#byPosition = new Map(before.map((remembered) => [remembered.position, remembered]));
  }

  /** Looks for what is known among the files that are there; `seenAt` is before they were looked at (UTC, ms). */
  compare(sources: readonly Source[], seenAt: number): void {
    this.#seenAt = seenAt;
    const now = sources.map((source): FileNow => {
      const file = fileNow(this.#files, source);
      return source.output === null ? file : { ...file, digest: () => null };
    });
    const { files, lost } = continuations(
      this.#before.map(({ position }) => position),
      now,
    );
    this.#found = new Map([...files].map(([file, continuation]) => [file.path, { now: file, continuation }]));
    this.#lost = lost.flatMap((gone) => this.#recallLost(gone));
  }

  /** What is known of a file, by the grammar that it is to be read by. */
  recall(source: Source, grammar: string): Recalled | null {
    const found = this.#found.get(source.path);
    if (found === undefined || found.continuation.kind === 'new') return null;
    const { known, kind } = found.continuation;
    const remembered = this.#byPosition.get(known);
    if (remembered === undefined || remembered.transcript === null || remembered.grammar !== grammar)
      return null;
    const transcript = unpackTranscript(remembered.transcript);
    const isWhole = kind === 'unchanged' || (found.now.textSize === known.offset && !isPacked(source.path));
    if (isWhole) return { transcript, isWhole };
    return transcript.edge === null || isPacked(source.path) ? null : { transcript, isWhole };
  }

  /** Remembers a file that was read to its `offset`. */
  keep(source: Source, grammar: string, offset: number, transcript: Transcript | null): void {
    const { path, shown, kind, entry } = source;
    const { identity, size, modified } = entry;
    const marks = isTakenUp(source) ? marksOf(digestsOf(this.#files, path, false), offset) : null;
    const position = { path, identity, size, modified, offset, marks, seenAt: this.#seenAt };
    const packed = transcript === null ? null : this.#shelf.put(packTranscript(transcript));
    this.#add({ position, shown, kind, grammar, transcript: packed });
  }

  /** Remembers a file to which nothing happened. */
  keepAsIs(source: Source): void {
    const found = this.#found.get(source.path);
    if (found === undefined || found.continuation.kind === 'new') return;
    const remembered = this.#byPosition.get(found.continuation.known);
    if (remembered === undefined) return;
    const { path, shown, kind, entry } = source;
    const { identity, size, modified } = entry;
    const position = { ...remembered.position, path, identity, size, modified, seenAt: this.#seenAt };
    this.#add({ ...remembered, position, shown, kind });
  }

  #add(remembered: Remembered): void {
    const length = remembered.transcript?.length ?? 0;
    const hasRoom = this.#kept + length <= MOST_KEPT;
    if (hasRoom) this.#kept += length;
    this.#after.push(hasRoom ? remembered : { ...remembered, transcript: null });
  }

  /** What is to be kept for the next reading. */
  get remembered(): readonly Remembered[] {
    return this.#after;
  }

  /** Files that were read and are gone. */
  get lost(): readonly Remembered[] {
    return this.#lost;
  }

  /** What nobody asked for this time may still be there, and is remembered for the next. */
  #recallLost({ position, how }: Lost): Remembered[] {
    const remembered = this.#byPosition.get(position);
    if (remembered === undefined || position.marks === null) return [];
    if (how === 'replaced' || isGone(this.#files, position)) return [remembered];
    this.#add(remembered);
    return [];
  }
}

/** Nothing, or another file, stands in its place. */
function isGone(files: Files, { path, identity }: Position): boolean {
  try {
    return files.look(path).identity !== identity;
  } catch (error) {
    if (error instanceof FilesError) return error.code === 'ENOENT';
    throw error;
  }
}

/** Logs are written to, renamed and copied; what a step wrote is taken as it is, or read again. */
function isTakenUp(source: Source): boolean {
  return source.output === null && !isPacked(source.path);
}
