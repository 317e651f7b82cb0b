import { type Entry, type Files, FilesError, type OpenFile } from '../../platform/files.ts';
import { type ByteFeed, fileFeed, fillUp, prefixedFeed } from '../feed.ts';
import { gunzipFeed } from '../gunzip-feed.ts';
import { fileNow, isPacked } from '../resume/file-now.ts';
import {
  type Continuation,
  type Continuations,
  continuations,
  type FileNow,
  type Lost,
  type Position,
} from '../resume/positions.ts';
import { bytesOf, endsOf, NO_ENDS, passOver, readInto } from './bytes.ts';
import { countIn, countLines, endOfLines } from './lines.ts';
import { Tail } from './tail.ts';

/** A file that is there. */
export interface Followed {
  readonly path: string;
  readonly entry: Entry;
}

/** Whole lines that nobody has seen yet. */
export interface Piece {
  /** Valid while the piece is taken. */
  readonly bytes: Buffer;
  /** Of the first byte in the text of the file. */
  readonly position: number;
  /** Line of the first byte, from 1. */
  readonly line: number;
  /** Line feeds in it. */
  readonly lines: number;
  /** It begins inside a line that is longer than a piece. */
  readonly insideLine: boolean;
}

/** Files that are there, and how they go on from what is known. */
interface Compared<F> extends Continuations {
  readonly known: ReadonlyMap<Position, Tail>;
  readonly now: ReadonlyMap<FileNow, F>;
}

/** Bytes that are taken at a time, and so the longest line that is taken whole. */
const LONGEST = 1024 * 1024;
/** Looks at which files were renamed meanwhile, until it is left to the next one. */
const MOST_ROUNDS = 3;
/** Bytes; what is appended between two looks is shorter, as a rule. */
const SCRATCH = 16 * 1024;

/**
 * Follows logs: each complete line is handed over exactly once, whatever is done to the files meanwhile (see
 * `continuations`). A line that is being written waits for its end.
 */
export class LogFollower<F extends Followed> {
  readonly #files: Files;
  readonly #take: (file: F, piece: Piece) => void;
  readonly #clock: () => number;
  readonly #kind: 'rotated' | 'plain';
  readonly #longest: number;
  #tails = new Map<string, Tail>();
  #scratch: Buffer | null = null;

  /**
   * `clock`: milliseconds UTC. Plain files are never renamed or copied, so that one that is not known is new.
   * `longest`: bytes of a line that is taken whole.
   */
  constructor(
    files: Files,
    take: (file: F, piece: Piece) => void,
    clock: () => number,
    kind: 'rotated' | 'plain' = 'rotated',
    longest: number = LONGEST,
  ) {
    this.#files = files;
    this.#take = take;
    this.#clock = clock;
    this.#kind = kind;
    this.#longest = longest;
  }

  /** What is to be kept for a follower that takes over. */
  get positions(): readonly Position[] {
    return Array.from(this.#tails.values(), ({ position }) => position);
  }

  /** Takes over from a follower that left these. */
  restore(positions: readonly Position[]): void {
    this.#tails = new Map(positions.map((position) => [position.identity, Tail.from(position)]));
  }

  /** Begins with what is written to the listed files from now on. */
  startAtEnd(list: () => readonly F[]): void {
    let found = list();
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      this.#tails.clear();
      for (const file of found) {
        const tail = this.#open(file, (open) =>
          this.#tailAt(file.path, open, endOfLines(open, open.entry.size)),
        );
        if (tail !== null) this.#tails.set(tail.identity, tail);
      }
      const again = list();
      if (areSame(found, again)) return;
      found = again;
    }
  }

  /**
   * Takes what is new in one file, as it was found at any time before; false where it is not the file that it was, so
   * that all have to be looked at.
   */
  lookAt(found: F): boolean {
    const tail = this.#tails.get(found.entry.identity);
    return tail !== undefined && tail.path === found.path && this.#readOn(found, tail);
  }

  /**
   * Takes what is new in all the files that `list` gives; gives those that are gone with what was written to them last.
   * Where they are renamed faster than they can be looked at, that is left to the next look.
   */
  look(list: () => readonly F[]): readonly Lost[] {
    let found = list();
    if (this.#kind === 'plain') return this.#lookPlainly(found);
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      if (this.#areKnown(found)) {
        if (found.filter((file) => !this.#goOnRenamed(file)).length === 0) return [];
        // More may have been read of the others than stood there when they were listed.
        found = list();
      }
      const compared = this.#compare(found);
      const again = list();
      if (areSame(found, again)) return this.#follow(compared);
      found = again;
    }
    return [];
  }

  /** Whether they are the files that they were, but for their names. */
  #areKnown(found: readonly F[]): boolean {
    return found.length === this.#tails.size && found.every(({ entry }) => this.#tails.has(entry.identity));
  }

  /** Takes also what stands behind the last line end, of files that nobody writes to any more, as it may tell itself. */
  takeRest(found: readonly F[], isWhole: (rest: Buffer) => boolean = () => true): void {
    for (const file of found) {
      const tail = this.#tails.get(file.entry.identity);
      if (tail === undefined || isPacked(file.path) || file.entry.size <= tail.offset) continue;
      this.#open(file, (open) => {
        const rest = bytesOf(open, tail.offset, Math.min(open.entry.size, tail.offset + this.#longest));
        if (rest.length > 0 && isWhole(rest)) this.#hand(file, tail, open, rest, true);
      });
    }
  }

  #lookPlainly(found: readonly F[]): readonly Lost[] {
    for (const file of found) {
      if (this.#goOnRenamed(file)) continue;
      const tail = file.entry.size === 0 ? this.#beginningOf(file) : this.#read(file, null);
      if (tail !== null) this.#tails.set(tail.identity, tail);
    }
    return [];
  }

  /** Of a file that nothing was written to yet; most steps have one, of errors. */
  #beginningOf({ path, entry }: F): Tail {
    return new Tail(path, entry, 0, NO_ENDS, this.#clock());
  }

  #goOnRenamed(found: F): boolean {
    const tail = this.#tails.get(found.entry.identity);
    if (tail === undefined || !this.#goOn(found, tail)) return false;
    tail.path = found.path;
    return true;
  }

  #goOn(found: F, tail: Tail): boolean {
    const isAsBefore = this.#kind === 'plain' ? tail.hasSize(found.entry) : tail.isAsItWas(found.entry);
    return isAsBefore || this.#readOn(found, tail);
  }

  /** The way of nearly every look: what was read last stands where it stood, and there may be more behind it. */
  #readOn(found: F, tail: Tail): boolean {
    const { ends } = tail;
    if (tail.isTwin || isPacked(found.path) || ends === null) return false;
    const isSame = this.#open(found, (file) => {
      const { size } = file.entry;
      if (size < tail.offset) return false;
      const before = tail.offset - ends.seam.length;
      const first = this.#bytesOf(file, before, Math.min(size, before + this.#longest));
      if (!startsWith(first, ends.seam)) return false;
      if (before > 0 && !bytesOf(file, 0, ends.head.length).equals(ends.head)) return false;
      const rest = first.subarray(ends.seam.length);
      if (first.length === this.#longest) {
        const feed = prefixedFeed(rest, fileFeed(file, before + first.length));
        this.#takeAll(found, tail, file, feed, size - tail.offset);
      } else {
        this.#takeLines(found, tail, file, rest);
        tail.saw(file.entry, this.#clock());
      }
      return true;
    });
    return isSame === true;
  }

  /** As `bytesOf`, valid until it is called again. */
  #bytesOf(file: OpenFile, from: number, to: number): Buffer {
    this.#scratch ??= Buffer.allocUnsafeSlow(SCRATCH);
    return to - from > SCRATCH
      ? bytesOf(file, from, to)
      : readInto(this.#scratch.subarray(0, to - from), file, from);
  }

  #compare(found: readonly F[]): Compared<F> {
    const known = new Map(Array.from(this.#tails.values(), (tail) => [tail.position, tail]));
    const now = new Map(found.map((file) => [fileNow(this.#files, file), file]));
    return { known, now, ...continuations([...known.keys()], [...now.keys()]) };
  }

  #follow({ known, now, files, lost }: Compared<F>): readonly Lost[] {
    const tails = new Map<string, Tail>();
    /** How far the files were read that go on from a known one; null where they could not be read now. */
    const reached = new Map<Position, number | null>();
    for (const [at, continuation] of [...files].sort(twinsLast)) {
      const file = now.get(at);
      if (file === undefined) continue;
      const original = continuation.kind === 'new' ? null : continuation.known;
      let tail: Tail | null;
      if (isTwin(continuation)) {
        const offset = reached.get(continuation.known);
        tail = offset === null ? null : this.#twinOf(file, at, offset ?? continuation.known.offset);
      } else {
        const before = original === null ? null : (known.get(original) ?? null);
        const read = this.#read(file, before);
        if (original !== null) reached.set(original, read?.offset ?? null);
        tail = read ?? before;
      }
      if (tail !== null) tails.set(tail.identity, tail);
    }
    this.#tails = tails;
    return lost;
  }

  /** Takes what is new in a file that goes on from where another tail ends; null where it cannot be opened. */
  #read(found: F, before: Tail | null): Tail | null {
    const from = before?.offset ?? 0;
    return this.#open(found, (file) => {
      const feed = textOf(found, file, isPacked(found.path) ? 0 : from);
      const tail = isPacked(found.path)
        ? new Tail(found.path, file.entry, from, passOver(feed, from), this.#clock())
        : this.#tailAt(found.path, file, from);
      tail.lines = before?.lines ?? tail.lines;
      tail.isTwin = before?.isTwin === true && before.identity === tail.identity;
      tail.insideLine = before?.insideLine ?? false;
      const most = isPacked(found.path) ? Number.POSITIVE_INFINITY : file.entry.size - from;
      this.#takeAll(found, tail, file, feed, most);
      return tail;
    });
  }

  /** All of a twin's lines stand in the file that it was copied from, too, which was read so far. */
  #twinOf(found: F, { textSize }: FileNow, reached: number): Tail | null {
    const most = Math.min(textSize, reached);
    return this.#open(found, (file) => {
      const tail = isPacked(found.path)
        ? new Tail(found.path, file.entry, most, passOver(textOf(found, file, 0), most), this.#clock())
        : this.#tailAt(found.path, file, endOfLines(file, most));
      tail.isTwin = true;
      return tail;
    });
  }

  #tailAt(path: string, file: OpenFile, offset: number): Tail {
    return new Tail(path, file.entry, offset, endsOf(file, offset), this.#clock());
  }

  /** Hands on all whole lines in the next `most` bytes that a feed gives, or in as many as there are. */
  #takeAll(found: F, tail: Tail, file: OpenFile, feed: ByteFeed, most: number): void {
    let held = Buffer.alloc(0);
    for (let left = most; left > 0; ) {
      const bytes = Buffer.allocUnsafe(Math.min(this.#longest, held.length + left));
      held.copy(bytes);
      const filled = held.length + fillUp(feed, bytes.subarray(held.length));
      if (filled === held.length) break;
      left -= filled - held.length;
      const read = bytes.subarray(0, filled);
      const taken = this.#takeLines(found, tail, file, read);
      held = read.subarray(taken);
    }
    tail.saw(file.entry, this.#clock());
  }

  /** Hands on the whole lines among these bytes; gives how many bytes they are. */
  #takeLines(found: F, tail: Tail, file: OpenFile, bytes: Buffer): number {
    const end = bytes.lastIndexOf(10) + 1;
    const isTooLong = end === 0 && bytes.length === this.#longest;
    const whole = isTooLong ? bytes : bytes.subarray(0, end);
    if (whole.length > 0) this.#hand(found, tail, file, whole, isTooLong);
    return whole.length;
  }

  #hand(found: F, tail: Tail, file: OpenFile, bytes: Buffer, endsInLine: boolean): void {
    tail.lines ??= isPacked(found.path) ? 0 : countLines(file, tail.offset);
    const { offset: position, insideLine } = tail;
    const lines = countIn(bytes);
    this.#take(found, { bytes, position, line: tail.lines + 1, lines, insideLine });
    tail.took(bytes, lines, endsInLine);
  }

  /** Null for what cannot be opened, or is another file by now: it is looked at again the next time. */
  #open<T>({ path, entry }: Followed, use: (file: OpenFile) => T): T | null {
    try {
      const file = this.#files.open(path);
      try {
        return file.entry.identity === entry.identity ? use(file) : null;
      } finally {
        file.close();
      }
    } catch (error) {
      if (error instanceof FilesError) return null;
      throw error;
    }
  }
}

/** Whether the same files stand under the same names. */
function areSame(some: readonly Followed[], others: readonly Followed[]): boolean {
  const identities = new Map(some.map(({ path, entry }) => [path, entry.identity]));
  return (
    some.length === others.length &&
    others.every(({ path, entry }) => identities.get(path) === entry.identity)
  );
}

function textOf({ path }: Followed, file: OpenFile, from: number): ByteFeed {
  return isPacked(path) ? gunzipFeed(fileFeed(file), () => undefined) : fileFeed(file, from);
}

type Twin = Extract<Continuation, { kind: 'copy' }>;

function isTwin(continuation: Continuation): continuation is Twin {
  return continuation.kind === 'copy' && continuation.isTwin;
}

function twinsLast([, a]: [FileNow, Continuation], [, b]: [FileNow, Continuation]): number {
  return Number(isTwin(a)) - Number(isTwin(b));
}

function startsWith(bytes: Buffer, beginning: Buffer): boolean {
  return bytes.subarray(0, beginning.length).equals(beginning);
}
