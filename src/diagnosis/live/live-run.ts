import type { RunName } from '../../../parsers/agent-log/lifecycle.ts';
import type { Entry, Files } from '../../platform/files.ts';
import { isClixml } from '../../reading/clixml-feed.ts';
import { detectEncoding, HEAD_BYTES } from '../../reading/encoding.ts';
import { bytesFeed } from '../../reading/feed.ts';
import { LogFollower, type Piece } from '../../reading/follow/log-follower.ts';
import type { FollowedFiles, FollowedNode, FollowedRun } from '../../sources/followed.ts';
import type { Run } from '../../sources/run-folder.ts';
import type { Source } from '../../sources/source.ts';
import type { Engine, OpenLog } from '../engine.ts';
import { runKey } from '../operation-key.ts';
import { type Failure, failureAtEnd } from './failure.ts';

/** Milliseconds from a look to the next one where nothing tells of errors. */
const BETWEEN_LOOKS = 1000;

/** A run that is going on: its outputs are read as they are written. */
export class LiveRun {
  readonly name: RunName;
  readonly key: string;
  readonly node: FollowedNode;
  /** Milliseconds of the monotonic clock, as is when its outputs changed last. */
  readonly begunAt: number;
  changedAt: number;
  /** Set when it is known to be over. */
  endedAt: number | null = null;
  /** The agent says no more of it. */
  isSettled = false;
  /** Of the first step that failed. */
  failure: Failure | null = null;
  /** The agent keeps a file for it while it is at work. */
  hasState = false;
  /** A step has failed, and what it wrote was not read since. */
  hasNewFailure = false;
  content: FollowedRun | null = null;
  readonly #engine: Engine;
  readonly #followed: FollowedFiles;
  readonly #follower: LogFollower<Source>;
  readonly #logs = new Map<string, OpenLog | null>();
  /** Outputs as they were looked at last, by path. */
  readonly #seen = new Map<string, Entry>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** When its folders were changed last, before they were looked into last. */
  #foldersAt = '';

  constructor(
    name: RunName,
    node: FollowedNode,
    now: number,
    {
      engine,
      followed,
      files,
      clock,
    }: { engine: Engine; followed: FollowedFiles; files: Files; clock: () => number },
  ) {
    this.name = name;
    this.key = runKey(name);
    this.node = node;
    this.begunAt = now;
    this.changedAt = now;
    this.#engine = engine;
    this.#followed = followed;
    this.#follower = new LogFollower(files, (source, piece) => this.#take(source, piece), clock, 'plain');
  }

  /** In which it writes, as far as they are there. */
  get folders(): readonly string[] {
    return this.content?.folders ?? [];
  }

  /** Finds out what its steps write to; in its folder as it was found, or as it is. */
  find(now: number, found: Run | null = this.#followed.folder(this.node, this.name)): void {
    this.#lookedAt = now;
    this.content = found === null ? null : this.#followed.content(found);
  }

  /** The same, and reads what they wrote since the last look. */
  look(now: number): void {
    this.find(now);
    this.#follower.look(() => this.#outputs);
    for (const source of this.#outputs) this.#saw(source, now);
  }

  /** The same without looking into folders whose times say that nothing came to them. */
  #lookAgain(now: number): void {
    this.#lookedAt = now;
    const isAsBefore = !this.#haveFoldersChanged() && this.#lookAtEach(this.#outputs, now);
    if (!isAsBefore) this.look(now);
  }

  /** Since they were asked for last; a change within the step of their times may stay unseen. */
  #haveFoldersChanged(): boolean {
    const before = this.#foldersAt;
    this.#foldersAt = this.folders.map((path) => this.#followed.look(path)?.modified).join(' ');
    return this.#foldersAt === '' || this.#foldersAt !== before;
  }

  /**
   * Reads what its steps wrote where that cannot wait, and all from time to time: the agent adds a line to stderr of each
   * step that fails, so that as long as nothing comes there the rest may wait a little.
   */
  catchUp(now: number): void {
    if (this.#outputs.length === 0) this.find(now);
    if (now - this.#lookedAt >= BETWEEN_LOOKS) this.#lookAgain(now);
    else if (this.#errors.some((source) => this.#hasChanged(source)) && !this.#lookAtEach(this.#outputs, now))
      this.look(now);
  }

  /** Reads all that a step wrote that has failed, also a last line of its errors that has no end. */
  readFailed(now: number): void {
    this.look(now);
    this.#follower.takeRest(this.#errors);
  }

  /** What its steps write errors to, as far as it is known. */
  get errors(): readonly string[] {
    return this.#errors.map(({ path }) => path);
  }

  get #errors(): readonly Source[] {
    return this.#outputs.filter(isOfErrors);
  }

  get #outputs(): readonly Source[] {
    return this.content?.outputs ?? [];
  }

  /**
   * Reads what was appended to these files, and all where one is of errors; false where one is new, so that the whole
   * run has to be looked at.
   */
  lookAt(paths: readonly string[], now: number): boolean {
    const sources = this.#outputs.filter(({ path }) => paths.includes(path));
    if (sources.length !== paths.length) return false;
    return this.#lookAtEach(sources.some(isOfErrors) ? this.#outputs : sources, now);
  }

  #lookAtEach(sources: readonly Source[], now: number): boolean {
    return sources.every((source) => {
      const entry = this.#followed.look(source.path);
      if (entry === null) return false;
      if (isSame(entry, this.#seen.get(source.path))) return true;
      const found = { ...source, entry };
      this.#follower.look(() => [found]);
      this.#saw(found, now);
      return true;
    });
  }

  /** Also that a file is empty tells something. */
  #saw(source: Source, now: number): void {
    if (isSame(source.entry, this.#seen.get(source.path))) return;
    this.changedAt = now;
    this.#seen.set(source.path, source.entry);
    this.#logOf(source)?.saw(source);
    if (isOfErrors(source)) this.#takeEnd(source);
  }

  /** Takes a last line of stderr that has no end when the agent's words about a failure of the step are in it. */
  #takeEnd(source: Source): void {
    this.#follower.takeRest([source], (rest) => {
      const failure = failureAtEnd(rest);
      this.failure ??= failure;
      return failure !== null;
    });
  }

  #hasChanged({ path }: Source): boolean {
    const entry = this.#followed.look(path);
    const seen = this.#seen.get(path);
    return entry === null || (seen === undefined ? entry.size > 0 : !isSame(entry, seen));
  }

  /** Reads what is left: nobody writes any more. */
  finish(now: number): void {
    this.look(now);
    this.#follower.takeRest(this.#outputs);
    for (const source of this.#outputs) if (this.#logs.get(source.path) === null) this.#engine.read(source);
  }

  #take(source: Source, piece: Piece): void {
    if (piece.position === 0 && !isPlain(piece.bytes)) this.#logs.set(source.path, null);
    this.#logOf(source)?.read(bytesFeed(piece.bytes), { ...piece, read: piece.position });
  }

  /** Null: it is not plain text, and read as a whole when the run is over. */
  #logOf(source: Source): OpenLog | null {
    const known = this.#logs.get(source.path);
    if (known !== undefined) return known;
    const log = this.#engine.open(source);
    this.#logs.set(source.path, log);
    return log;
  }
}

function isOfErrors({ output }: Source): boolean {
  return output?.stream === 'stderr';
}

function isPlain(bytes: Buffer): boolean {
  return detectEncoding(bytes.subarray(0, HEAD_BYTES)) === 'utf-8' && !isClixml(bytes);
}

function isSame({ identity, size, modified }: Entry, other: Entry | undefined): boolean {
  return other?.size === size && other.modified === modified && other.identity === identity;
}
