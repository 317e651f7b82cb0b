import type { RunName } from '../../../parsers/agent-log/lifecycle.ts';
import type { Files } from '../../platform/files.ts';
import { isClixml } from '../../reading/clixml-feed.ts';
import { detectEncoding, HEAD_BYTES } from '../../reading/encoding.ts';
import { bytesFeed } from '../../reading/feed.ts';
import { LogFollower, type Piece } from '../../reading/follow/log-follower.ts';
import type { FollowedFiles, FollowedNode, FollowedRun } from '../../sources/followed.ts';
import type { Source } from '../../sources/source.ts';
import type { Engine, OpenLog } from '../engine.ts';
import { runKey } from '../operation-key.ts';

/** A run that is going on: its outputs are read as they are written. */
export class LiveRun {
  readonly name: RunName;
  readonly key: string;
  readonly node: FollowedNode;
  /** Milliseconds of the monotonic clock. */
  changedAt: number;
  /** Set when it is known to be over. */
  endedAt: number | null = null;
  /** The agent says no more of it. */
  isSettled = false;
  /** Exit status of the first step that failed, or that there was none. */
  failure: number | 'no-status' | null = null;
  /** The agent keeps a file for it while it is at work. */
  hasState = false;
  content: FollowedRun | null = null;
  readonly #engine: Engine;
  readonly #followed: FollowedFiles;
  readonly #follower: LogFollower<Source>;
  readonly #logs = new Map<string, OpenLog | null>();

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
    this.changedAt = now;
    this.#engine = engine;
    this.#followed = followed;
    this.#follower = new LogFollower(files, (source, piece) => this.#take(source, piece), clock, 'plain');
  }

  /** In which it writes, as far as they are there. */
  get folders(): readonly string[] {
    return this.content?.folders ?? [];
  }

  /** Reads what its steps wrote since the last look. */
  look(now: number): void {
    const { documentId, runId } = this.name;
    this.content = this.#followed.run(this.node, documentId, runId);
    if (this.content === null) return;
    this.changedAt = now;
    this.#follower.look(this.content.outputs);
    // That a file is empty tells something, too.
    for (const source of this.content.outputs) this.#logOf(source)?.saw(source);
  }

  /** Reads what was appended to these files; false where one is new, so that the whole run has to be looked at. */
  lookAt(paths: readonly string[], now: number): boolean {
    const sources = paths.map((path) => this.content?.outputs.find((source) => source.path === path));
    for (const source of sources) if (source === undefined || !this.#lookAt(source)) return false;
    this.changedAt = now;
    return true;
  }

  #lookAt(source: Source): boolean {
    const entry = this.#followed.look(source.path);
    if (entry === null) return false;
    const found = { ...source, entry };
    const isKnown = this.#follower.lookAt(found);
    if (isKnown) this.#logOf(found)?.saw(found);
    return isKnown;
  }

  /** Reads what is left: nobody writes any more. */
  finish(now: number): void {
    this.look(now);
    if (this.content === null) return;
    this.#follower.takeRest(this.content.outputs);
    for (const source of this.content.outputs)
      if (this.#logs.get(source.path) === null) this.#engine.read(source);
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

function isPlain(bytes: Buffer): boolean {
  return detectEncoding(bytes.subarray(0, HEAD_BYTES)) === 'utf-8' && !isClixml(bytes);
}
