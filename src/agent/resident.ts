import { join } from 'node:path';
import { LiveDiagnosis, type LiveOptions } from '../diagnosis/live/live-diagnosis.ts';
import type { FolderWatch, FolderWatchOptions, WatchedBy } from '../platform/changes.ts';
import type { AlarmClock } from '../platform/clock.ts';
import type { LiveEvent } from '../report/live-event.ts';
import { ActiveCauses } from './active-causes.ts';
import { backlogIn } from './backlog.ts';
import { eventLine } from './event-line.ts';
import { HEALTH_EVERY, type Health, writeHealth } from './health.ts';
import type { OwnLog } from './own-log.ts';
import { readPositions, writePositions } from './positions-file.ts';
import type { Reporter, ReportOutcome } from './reporting/reporter.ts';
import type { Schedule } from './reporting/schedule.ts';
import { type Timetable, timetable } from './reporting/timetable.ts';
import { HEALTH_FILE } from './service/state-files.ts';
import type { AgentSettings } from './settings/settings.ts';
import { WatchSession } from './watch/session.ts';

export interface ResidentOptions {
  readonly settings: AgentSettings;
  readonly live: Omit<LiveOptions, 'onEvent'>;
  readonly watchFolders: (options: FolderWatchOptions) => FolderWatch;
  /** Null: nothing is delivered. */
  readonly reporter: Reporter | null;
  readonly schedule: Schedule | null;
  readonly log: OwnLog;
  readonly clock: AlarmClock;
  readonly version: string;
  readonly pid: number;
  /** What tells this machine from others. */
  readonly node: string;
  /** Told of what should not happen; the agent has to end then. */
  readonly onFailure: (error: unknown) => void;
}

/** In the folder of the state: how far the logs were read. */
const POSITIONS_FILE = 'agent.positions.json';
/** Milliseconds between two looks at whether the health or the positions are to be written. */
const HOUSEKEEPING = 5000;
/** The same while something was read that is not told yet. */
const SETTLING = 250;

/** The agent at work: it follows what happens, tells its log, and has reports made. */
export class Resident {
  readonly #options: ResidentOptions;
  readonly #live: LiveDiagnosis;
  readonly #session: WatchSession;
  readonly #timetable: Timetable | null;
  readonly #active = new ActiveCauses();
  readonly #startedAt: string;
  #state: Health['state'] = 'starting';
  #lastChange: string | null = null;
  #lost = 0;
  #lastReport: { readonly at: string; readonly outcome: ReportOutcome } | null = null;
  #cancel = (): void => undefined;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #written = '';
  #saved = '';
  /** Why a file of the state could not be written the last time, by its name. */
  readonly #troubles = new Map<string, string | null>();

  constructor(options: ResidentOptions) {
    this.#options = options;
    const { settings, live, watchFolders, onFailure, clock } = options;
    this.#startedAt = new Date(clock.now()).toISOString();
    this.#live = new LiveDiagnosis({ ...live, onEvent: (event) => this.#hear(event) });
    this.#session = new WatchSession({
      live: this.#live,
      watchFolders,
      polling: settings.watch.polling,
      every: settings.watch.every,
      onWatchedBy: (folder, by) => this.#noteWatch(folder, by),
      onFailure,
    });
    this.#timetable = this.#makeTimetable();
  }

  /** Begins where an earlier agent has stopped, and has a report made soon of what was before. */
  start(): void {
    const { log, version, settings } = this.#options;
    const positions = readPositions(join(settings.state, POSITIONS_FILE));
    this.#live.start(performance.now(), positions);
    // Whatever happens from now on, the next agent is to begin here.
    if (positions === null) this.#writePositions();
    this.#session.start();
    this.#state = 'watching';
    log.info('started', { version, state: settings.state });
    this.#timetable?.start();
    this.#timetable?.changed();
    this.#keepHouse();
  }

  /**
   * Reads what is there, lets a report end, and leaves everything in order. After a fault the positions stay as they
   * were saved last: what the fault may have kept from being told is read again by the next agent.
   */
  async stop(why: 'end' | 'reload' | 'fault'): Promise<void> {
    const { log } = this.#options;
    this.#state = 'stopping';
    this.#cancel();
    this.#writeHealth();
    await this.#session.stop();
    await this.#timetable?.stop();
    if (why !== 'fault') this.#savePositions();
    this.#state = 'stopped';
    this.#writeHealth();
    log.info('stopped', { why });
  }

  #makeTimetable(): Timetable | null {
    const { settings, reporter, schedule, clock, node, log } = this.#options;
    if (reporter === null) return null;
    const { jitter, onChange, settle, atMostEvery } = settings.report;
    return timetable({
      settings: { jitter, onChange, settle, atMostEvery },
      schedule,
      reporter,
      clock,
      node,
      onStart: (why) => log.info('report begins', { why }),
      onEnd: (outcome) => this.#noteReport(outcome),
    });
  }

  #hear(event: LiveEvent): void {
    const now = new Date(this.#options.clock.now()).toISOString();
    this.#lastChange = now;
    if (event.type === 'lost') this.#lost += 1;
    const { level, message, facts } = eventLine(event);
    this.#options.log[level](message, facts);
    if (event.type === 'finding' && this.#active.take(event, now)) this.#timetable?.changed();
  }

  #noteWatch(folder: string, watched: WatchedBy): void {
    const { log } = this.#options;
    if (watched.by === 'polling') log.warn('folder is polled', { folder, reason: watched.reason });
    else log.debug('folder is watched', { folder, by: watched.by });
  }

  #noteReport(outcome: ReportOutcome): void {
    const { log, clock } = this.#options;
    this.#lastReport = { at: new Date(clock.now()).toISOString(), outcome };
    const { kind, message, verdict, durationMs } = outcome;
    log[kind === 'delivered' ? 'info' : 'warn'](`report ${kind}`, { message, verdict, durationMs });
    this.#writeHealth();
  }

  #keepHouse(): void {
    this.#writeHealth(performance.now() - this.#writtenAt >= HEALTH_EVERY);
    const isSettled = this.#savePositions();
    const pause = isSettled ? HOUSEKEEPING : SETTLING;
    this.#cancel = this.#options.clock.after(pause, () => this.#keepHouse());
  }

  /** Writes it where it has changed, or is due. */
  #writeHealth(isDue = false): void {
    const health = this.#health();
    const text = JSON.stringify({ ...health, updatedAt: '' });
    if (!isDue && text === this.#written) return;
    this.#writtenAt = performance.now();
    this.#written = this.#write(HEALTH_FILE, (path) => writeHealth(path, health)) ? text : '';
  }

  /**
   * Only what was told counts as read: an agent that is killed before it tells it reads it again. False where something
   * is to be told yet.
   */
  #savePositions(): boolean {
    const { isSettled } = this.#live;
    if (isSettled) this.#writePositions();
    return isSettled;
  }

  #writePositions(): void {
    const { positions } = this.#live;
    const text = JSON.stringify(positions.map(({ path, offset, size }) => [path, offset, size]));
    if (text === this.#saved) return;
    this.#saved = this.#write(POSITIONS_FILE, (path) => writePositions(path, positions)) ? text : '';
  }

  /** Whether a file of the state was written. Why not is said once of each, and again when it has changed. */
  #write(file: string, write: (path: string) => string | null): boolean {
    const message = write(join(this.#options.settings.state, file));
    if (message === (this.#troubles.get(file) ?? null)) return message === null;
    this.#troubles.set(file, message);
    if (message !== null) this.#options.log.error('the state cannot be written', { message });
    return message === null;
  }

  #health(): Health {
    const { settings, version, pid, clock } = this.#options;
    const { lines, files } = this.#live.counts;
    const nextAt = this.#timetable?.nextAt() ?? null;
    const last = this.#lastReport;
    return {
      version,
      pid,
      startedAt: this.#startedAt,
      updatedAt: new Date(clock.now()).toISOString(),
      state: this.#state,
      watches: Array.from(this.#session.watched, ([folder, watched]) => ({
        folder,
        by: watched.by,
        reason: watched.by === 'polling' ? watched.reason : null,
      })),
      files,
      linesRead: lines,
      lost: this.#lost,
      lastChange: this.#lastChange,
      report: {
        lastAt: last?.at ?? null,
        lastResult: last?.outcome.kind ?? null,
        lastMessage: last?.outcome.message ?? null,
        nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
        running: this.#timetable?.isRunning() ?? false,
      },
      backlog: backlogIn(settings.state),
      active: this.#active.list,
    };
  }
}
