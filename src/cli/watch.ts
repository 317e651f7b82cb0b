import { diagnosisByChild } from '../agent/watch/diagnosis-by-child.ts';
import { WatchSession } from '../agent/watch/session.ts';
import { LiveDiagnosis } from '../diagnosis/live/live-diagnosis.ts';
import { watchFolders } from '../platform/changes.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import {
  type OperationEvent,
  type Outcome,
  standingOf,
  type TimedEvent,
  type WatchEvent,
} from '../report/live-event.ts';
import type { Platform } from '../report/report.ts';
import { liveText } from '../reporters/text/live.ts';
import { liveTree } from './evidence.ts';
import { Interrupted, interruptible } from './interruption.ts';
import { textOptions } from './render.ts';
import { rulesFor } from './rule-files.ts';
import { keepHeapSmall } from './small-heap.ts';
import type { Terminal } from './terminal.ts';

export interface WatchFlags {
  readonly root?: string;
  readonly platform?: Platform;
  /** Ends with the end of this command, or of a run of this association. */
  readonly until?: string;
  readonly format: 'text' | 'jsonl';
  readonly polling: 'auto' | 'always';
  /** Milliseconds. */
  readonly every: number;
  readonly rules: readonly string[];
  readonly verbose: boolean;
}

const STATUS: Readonly<Record<Outcome, ExitStatus>> = {
  success: EXIT_STATUS.nothingActive,
  failed: EXIT_STATUS.activeCauses,
  unknown: EXIT_STATUS.inconclusive,
};

/** `watch`: tells what happens on the node until it is interrupted, its reader leaves, or a command has ended. */
export async function runWatch(flags: WatchFlags, terminal: Terminal): Promise<ExitStatus> {
  const rules = await rulesFor(flags);
  const tree = liveTree(flags);
  const told = new Telling(flags, terminal);
  keepHeapSmall();
  const live = new LiveDiagnosis({
    ...tree,
    rules,
    clock: Date.now,
    onEvent: (event) => told.tell(event),
  });
  try {
    return await interruptible((signal) => follow(live, told, flags, signal));
  } catch (error) {
    // Whoever waits for a command is to see that it was not waited for.
    if (error instanceof Interrupted && flags.until === undefined) return EXIT_STATUS.nothingActive;
    throw error;
  }
}

async function follow(
  live: LiveDiagnosis,
  told: Telling,
  flags: WatchFlags,
  signal: AbortSignal,
): Promise<ExitStatus> {
  const { polling, every, until } = flags;
  const over = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const session = new WatchSession({
    live,
    watchFolders,
    polling,
    every,
    onWatchedBy: (folder, watched) => {
      if (watched.by === 'polling') told.tell({ type: 'polling', folder, reason: watched.reason });
    },
    onFailure: reject,
  });
  const aborted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
  try {
    live.start(performance.now());
    session.start();
    told.tell({ type: 'watching', folders: live.folders, files: live.counts.files });
    if (until === undefined) void tellStanding(live, told, flags, over.signal);
    else live.find(until, performance.now());
    const outcome = await Promise.race([told.ended, aborted, failed]);
    return outcome === null ? EXIT_STATUS.nothingActive : STATUS[outcome];
  } finally {
    over.abort();
    await session.stop();
    told.tell({ type: 'end', lines: live.counts.lines, findings: told.findings });
    told.write();
  }
}

/** Tells how things stand, when that is known. */
async function tellStanding(
  live: LiveDiagnosis,
  told: Telling,
  { root, platform, rules }: WatchFlags,
  signal: AbortSignal,
): Promise<void> {
  const order = { root, platform, rules, now: Date.now(), environment: process.env };
  const report = await diagnosisByChild(order, signal);
  if (!signal.aborted) told.tell(standingOf(report, live.running));
}

/** Milliseconds for which the same cause in the agent itself is not shown again. */
const QUIET = 60_000;

/** Writes events, and knows when the one is among them that was waited for. */
class Telling {
  findings = 0;
  /** The outcome of what was waited for; `success` when the reader has left. */
  readonly ended: Promise<Outcome>;
  readonly #flags: WatchFlags;
  readonly #terminal: Terminal;
  readonly #end: (outcome: Outcome) => void;
  readonly #shownAt = new Map<string, number>();
  /** Said, and not written yet: to write costs more than to say, so that all but findings waits for what comes with it. */
  #unwritten = '';
  #hasEnded = false;

  constructor(flags: WatchFlags, terminal: Terminal) {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.ended = promise;
    this.#end = resolve;
    this.#flags = flags;
    this.#terminal = terminal;
  }

  tell(event: WatchEvent): void {
    if (this.#hasEnded) return;
    if (event.type === 'finding' && event.change !== 'recovered') this.findings += 1;
    if (this.#flags.format === 'text' && this.#isRepetition(event)) return;
    const timed: TimedEvent = { at: new Date().toISOString(), ...event };
    const { format, verbose } = this.#flags;
    if (this.#unwritten === '' && event.type !== 'finding') queueMicrotask(() => this.write());
    this.#unwritten +=
      format === 'jsonl'
        ? `${JSON.stringify(timed)}\n`
        : liveText(timed, { ...textOptions({}, this.#terminal), verbose });
    if (event.type === 'finding') this.write();
    if (event.type === 'operation' && this.#isAwaited(event)) this.#end(event.outcome ?? 'unknown');
  }

  /** Writes what was said. */
  write(): void {
    const text = this.#unwritten;
    this.#unwritten = '';
    if (text === '' || this.#hasEnded || this.#terminal.write(text) !== 'closed') return;
    this.#hasEnded = true;
    this.#end('success');
  }

  /** What goes on in the agent itself would fill the screen. */
  #isRepetition(event: WatchEvent): boolean {
    if (event.type !== 'finding' || event.change === 'recovered') return false;
    if (event.operation.commandId !== null || event.operation.associationId !== null) return false;
    const now = performance.now();
    const key = `${event.cause} ${event.subject.kind} ${event.subject.id}`;
    const last = this.#shownAt.get(key);
    if (event.change === 'again' && last !== undefined && now - last < QUIET) return true;
    this.#shownAt.set(key, now);
    return false;
  }

  #isAwaited({ change, operation: { id, commandId, associationId } }: OperationEvent): boolean {
    const { until } = this.#flags;
    return change === 'ended' && until !== undefined && [id, commandId, associationId].includes(until);
  }
}
