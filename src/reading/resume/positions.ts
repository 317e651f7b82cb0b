import { TIME_STEP } from '../../platform/time-step.ts';
import { type Digest, MARK_BYTES } from './marks.ts';

/** How far a file was read, and what it is known again by. Plain data, to be kept from run to run. */
export interface Position {
  /** Where it was seen last. */
  readonly path: string;
  /** Device and inode, or the file's id: stays when it is renamed. */
  readonly identity: string;
  /** Bytes from its beginning that were read; of a packed file of its text. */
  readonly offset: number;
  /** Null for a file that is taken up again only where nothing happened to it. */
  readonly marks: Marks | null;
  /** Bytes, when it was seen last. */
  readonly size: number;
  /** Milliseconds since 1970, UTC: its last change. */
  readonly modified: number;
  /** Milliseconds since 1970, UTC: when that was looked at. */
  readonly seenAt: number;
  /** A copy of another file, which may still be growing: what is new in it may have been read there. */
  readonly isTwin?: boolean;
  /** Line feeds before the offset; absent where nobody has counted them. */
  readonly lines?: number;
  /** The offset is inside a line that was too long to be taken whole. */
  readonly insideLine?: boolean;
}

/** Digests of what was read: of its first and of its last bytes, MARK_BYTES of each, or as many as there are. */
export interface Marks {
  readonly head: string;
  readonly seam: string;
}

/** A file that is there. */
export interface FileNow {
  readonly path: string;
  readonly identity: string;
  readonly size: number;
  readonly modified: number;
  /** Bytes of its text: of a packed file, as it says itself. */
  readonly textSize: number;
  /** Digest of these bytes, of a packed file of its text; null when it does not reach so far, or refuses. */
  readonly digest: Digest;
}

/** How a file that is there goes on from what is known. */
export type Continuation =
  | { readonly kind: 'new' }
  /** Nothing happened to it, but that it may have another name. */
  | { readonly kind: 'unchanged'; readonly known: Position }
  /** The same file, perhaps longer, and perhaps under another name. */
  | { readonly kind: 'append'; readonly known: Position }
  /**
   * Another file, perhaps packed, with the text of a known one, and in its place. Of a twin that is not so: all of
   * its text stands in another file, too, which goes on, or was read there before that was emptied.
   */
  | { readonly kind: 'copy'; readonly known: Position; readonly isTwin: boolean };

/** A file that was read and is gone: what was written to it after that is lost, if anything was. */
export interface Lost {
  readonly position: Position;
  /** `replaced`: another text stands in it, or none. */
  readonly how: 'vanished' | 'replaced';
}

export interface Continuations {
  /** Of each file that is there. */
  readonly files: ReadonlyMap<FileNow, Continuation>;
  readonly lost: readonly Lost[];
}

/**
 * Finds what is known among the files that are there, whatever was done to them meanwhile: appended to, renamed,
 * copied and truncated, removed and made anew, packed. A file is the one that it was if its identity and its marks
 * say so; another file goes on from it if it has its marks, and nothing is read twice.
 */
export function continuations(known: readonly Position[], now: readonly FileNow[]): Continuations {
  const read = known.filter(({ offset }) => offset > 0);
  const byIdentity = new Map(read.map((position) => [position.identity, position]));
  const living = new Map<Position, FileNow>();
  const changed = new Set<Position>();
  const files = new Map<FileNow, Continuation>();
  for (const file of now) {
    const position = byIdentity.get(file.identity);
    const continuation = position === undefined ? NEW : continued(position, file);
    files.set(file, continuation);
    if (position === undefined || (position.isTwin === true && continuation === NEW)) continue;
    if (continuation.kind === 'new') changed.add(position);
    else living.set(position, file);
  }
  const copies = new Copies(read);
  const unknown = copies.isEmpty ? [] : now.filter((file) => files.get(file) === NEW);
  for (const file of longestFirst(unknown)) {
    const originals = copies.originalsOf(file);
    const twin = originals.find((known) => holds(living.get(known), file));
    const known = twin ?? originals.find((original) => !living.has(original)) ?? originals[0];
    // What a twin holds is only the beginning of what was read of the file that it was copied from.
    const isOfTwin = twin === undefined && known?.isTwin === true;
    const whole = known === undefined || isOfTwin ? copies.wholeOf(file, living) : undefined;
    if (whole !== undefined) files.set(file, { kind: 'copy', known: whole, isTwin: true });
    if (whole !== undefined || known === undefined) continue;
    files.set(file, { kind: 'copy', known, isTwin: twin !== undefined });
    if (!living.has(known)) living.set(known, file);
  }
  const texts = new Set(Array.from(living.keys(), textOf));
  const lost = read
    .filter((position) => position.isTwin !== true)
    .filter((position) => !living.has(position) && !texts.has(textOf(position)))
    .map((position): Lost => ({ position, how: changed.has(position) ? 'replaced' : 'vanished' }));
  return { files, lost };
}

/** Does the text of a file begin with all of another one's, as far as the end of that tells? */
function holds(file: FileNow | undefined, copy: FileNow): boolean {
  if (file === undefined || file.textSize < copy.textSize) return false;
  const from = Math.max(0, copy.textSize - MARK_BYTES);
  const end = copy.digest(from, copy.textSize);
  return end !== null && end === file.digest(from, copy.textSize);
}

/** Of several copies the longest was made last, and holds the others. */
function longestFirst(files: readonly FileNow[]): FileNow[] {
  return files.toSorted((a, b) => b.textSize - a.textSize);
}

/** The same for a file and for a copy of it that was looked at; without marks a file is only itself. */
function textOf({ offset, marks, identity }: Position): string {
  return marks === null ? identity : `${offset} ${marks.head} ${marks.seam}`;
}

const NEW: Continuation = { kind: 'new' };

function continued(known: Position, file: FileNow): Continuation {
  const isSame = file.size === known.size && file.modified === known.modified;
  if (isSame && known.modified + TIME_STEP < known.seenAt) return { kind: 'unchanged', known };
  if (known.isTwin === true && !isSame) return NEW;
  return hasMarks(known, file) ? { kind: 'append', known } : NEW;
}

function hasMarks({ marks, offset }: Position, file: FileNow): boolean {
  if (marks === null || file.textSize < offset) return false;
  if (file.digest(0, Math.min(offset, MARK_BYTES)) !== marks.head) return false;
  return file.digest(Math.max(0, offset - MARK_BYTES), offset) === marks.seam;
}

/** A twin that grew is no copy of what it was. */
function isSelf(position: Position, file: FileNow): boolean {
  return position.isTwin === true && position.identity === file.identity;
}

/** Finds the known files that another one may be a copy of. */
class Copies {
  readonly #known: readonly Position[];
  /** Digests of the first bytes of the file at hand, by how many they are. */
  #heads = new Map<number, string | null>();

  constructor(known: readonly Position[]) {
    // Of two with the same beginning the longer one was copied later.
    this.#known = known.filter(({ marks }) => marks !== null).toSorted((a, b) => b.offset - a.offset);
  }

  get isEmpty(): boolean {
    return this.#known.length === 0;
  }

  originalsOf(file: FileNow): Position[] {
    this.#heads = new Map();
    return this.#known.filter(
      (position) => !isSelf(position, file) && this.#mayBe(position, file) && hasMarks(position, file),
    );
  }

  /** The known file that was read beyond the end of a copy of it; it may have been emptied since. */
  wholeOf(file: FileNow, living: ReadonlyMap<Position, FileNow>): Position | undefined {
    return this.#known.find((position) => {
      if (file.textSize === 0 || file.textSize >= position.offset || isSelf(position, file)) return false;
      if (file.textSize >= Math.min(position.offset, MARK_BYTES)) return this.#mayBe(position, file);
      return holds(living.get(position), file);
    });
  }

  /** One look at the beginning of a file tells for all that are known. */
  #mayBe({ marks, offset }: Position, file: FileNow): boolean {
    const length = Math.min(offset, MARK_BYTES);
    let head = this.#heads.get(length);
    if (head === undefined) {
      head = file.digest(0, length);
      this.#heads.set(length, head);
    }
    return head === marks?.head;
  }
}
