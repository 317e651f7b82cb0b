import { basename, dirname, join } from 'node:path';
import { type LifecycleEvent, LifecycleReader } from '../../../parsers/agent-log/lifecycle.ts';
import type { Files } from '../../platform/files.ts';
import { bytesFeed } from '../../reading/feed.ts';
import { LogFollower, type Piece } from '../../reading/follow/log-follower.ts';
import type { Lost, Position } from '../../reading/resume/positions.ts';
import type { FollowedFiles } from '../../sources/followed.ts';
import type { Source } from '../../sources/source.ts';
import type { Engine, OpenLog } from '../engine.ts';

/** What the logs of the agent tell while it writes them. */
export interface LiveLogsMeans {
  readonly engine: Engine;
  readonly followed: FollowedFiles;
  readonly files: Files;
  /** Milliseconds UTC. */
  readonly clock: () => number;
  readonly onLifecycle: (event: LifecycleEvent) => void;
  readonly onLost: (lost: Lost) => void;
}

const MOST_FOREIGN = 1000;

/** The agent's logs, whose new records are entered into the state as they are written. */
export class LiveLogs {
  /** Since the start. */
  lines = 0;
  readonly #means: LiveLogsMeans;
  readonly #follower: LogFollower<Source>;
  readonly #lifecycle = new LifecycleReader();
  /** By path, as of the last look at all of them. */
  #sources = new Map<string, Source>();
  /** The logs among them that errors are written to. */
  #errors: readonly Source[] = [];
  /** By the file and the name that it has now: what is read is told to stand where it can be looked up. */
  readonly #open = new Map<string, OpenLog | null>();
  /** Files in the folders that are no logs of the agent: identities by path. */
  readonly #foreign = new Map<string, string>();

  constructor(means: LiveLogsMeans) {
    this.#means = means;
    this.#follower = new LogFollower(means.files, (source, piece) => this.#take(source, piece), means.clock);
  }

  get positions(): readonly Position[] {
    return this.#follower.positions;
  }

  /** Files that are followed. */
  get count(): number {
    return this.#sources.size;
  }

  /** Begins behind what an earlier run has read, or with what is written from now on. */
  start(before: readonly Position[] | null): void {
    if (before === null) this.#follower.startAtEnd(() => this.#find());
    else {
      this.#follower.restore(before);
      this.lookAtAll();
    }
  }

  /** The logs of their own that the agent writes errors to, too. */
  get errors(): readonly string[] {
    return this.#errors.map(({ path }) => path);
  }

  /** Whether what happened to a file of a folder may be such an error. */
  mayHaveErrorsIn(folder: string, name: string): boolean {
    const errors = this.#errors.filter(({ path }) => dirname(path) === folder);
    return errors.length === 0 || errors.some(({ path }) => basename(path) === name);
  }

  /** Reads what is new after something happened to these files of a folder; null where nobody knows to which. */
  look(folder: string, names: ReadonlySet<string> | null): void {
    const paths = names === null ? [] : Array.from(names, (name) => join(folder, name));
    const suspect = paths.find((path) => !this.#isForeign(path) && !this.#lookAt(path));
    if (names === null || suspect !== undefined) this.lookAtAll(suspect);
  }

  /** Looks at all logs; a `suspect` that turns out to be none is not looked at again. */
  lookAtAll(suspect?: string): void {
    // Before all are looked for: what comes to be meanwhile may be a log, and a log that was rolled comes back.
    const entry = suspect === undefined ? null : this.#means.followed.look(suspect);
    const lost = this.#follower.look(() => this.#find());
    if (suspect !== undefined && entry !== null && !this.#sources.has(suspect)) {
      if (this.#foreign.size >= MOST_FOREIGN) this.#foreign.clear();
      this.#foreign.set(suspect, entry.identity);
    }
    for (const gone of lost) this.#means.onLost(gone);
    const there = new Set(Array.from(this.#sources.values(), keyOf));
    for (const key of this.#open.keys()) if (!there.has(key)) this.#open.delete(key);
  }

  /** What stands in the logs of the latest run of a document. */
  lifecycleOf(documentId: string): readonly LifecycleEvent[] {
    const events: LifecycleEvent[] = [];
    const reader = new LifecycleReader();
    const take = (_: Source, { bytes }: Piece): void => {
      if (!bytes.includes(documentId)) return;
      events.push(
        ...reader.read(bytes.toString('latin1')).filter(({ run }) => run.documentId === documentId),
      );
    };
    const logs = this.#means.followed.logs().filter(({ kind }) => kind === 'agent-log');
    new LogFollower(this.#means.files, take, this.#means.clock).look(() => logs);
    const latest = events.at(-1)?.run.runId;
    return events.filter(({ run }) => run.runId === latest);
  }

  #find(): Source[] {
    const sources = this.#means.followed.logs();
    this.#sources = new Map(sources.map((source) => [source.path, source]));
    this.#errors = sources.filter(({ kind, path }) => kind === 'errors-log' && isWrittenTo(path));
    return sources;
  }

  #lookAt(path: string): boolean {
    const source = this.#sources.get(path);
    return source !== undefined && this.#follower.lookAt(source);
  }

  #isForeign(path: string): boolean {
    const identity = this.#foreign.get(path);
    return identity !== undefined && identity === this.#means.followed.look(path)?.identity;
  }

  #take(source: Source, piece: Piece): void {
    this.lines += piece.lines;
    const key = keyOf(source);
    let log = this.#open.get(key);
    if (log === undefined) {
      log = this.#means.engine.open(source);
      this.#open.set(key, log);
    }
    log?.read(bytesFeed(piece.bytes), { ...piece, read: piece.position });
    if (source.kind !== 'agent-log') return;
    for (const event of this.#lifecycle.read(piece.bytes.toString('latin1'))) this.#means.onLifecycle(event);
  }
}

function keyOf({ entry, shown }: Source): string {
  return `${entry.identity} ${shown}`;
}

export function wasWrittenTo({ position }: Lost): boolean {
  return isWrittenTo(position.path);
}

/** A log that is written to has a name without the suffix of a roll. */
function isWrittenTo(path: string): boolean {
  return /\.(?:log|txt)$/i.test(basename(path));
}
