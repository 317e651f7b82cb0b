import { codeOf } from '../platform/files.ts';
import { openStateFile, writeStateFile } from '../platform/state-file.ts';
import { healthIn } from './health-shape.ts';

/** How the agent is, for `agent status` and for other programs. Times are in ISO 8601, UTC. */
export interface Health {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly state: 'starting' | 'watching' | 'stopping' | 'stopped';
  readonly watches: readonly HealthWatch[];
  /** Files that are followed. */
  readonly files: number;
  readonly linesRead: number;
  /** Times that something could not be read before it was gone. */
  readonly lost: number;
  /** When the last line came. */
  readonly lastChange: string | null;
  readonly report: HealthReport;
  /** What could not be sent yet. */
  readonly backlog: HealthBacklog;
  /** Causes that are active now, at most `MOST_ACTIVE`. */
  readonly active: readonly HealthCause[];
}

export interface HealthWatch {
  readonly folder: string;
  readonly by: 'events' | 'polling' | 'absent';
  /** Why it is polled. */
  readonly reason: string | null;
}

export interface HealthReport {
  readonly lastAt: string | null;
  readonly lastResult: 'delivered' | 'kept' | 'failed' | null;
  readonly lastMessage: string | null;
  readonly nextAt: string | null;
  readonly running: boolean;
}

export interface HealthBacklog {
  readonly reports: number;
  readonly bytes: number;
  readonly oldest: string | null;
}

export interface HealthCause {
  readonly cause: string;
  readonly subject: string | null;
  readonly since: string | null;
}

export type ReadHealth =
  | { readonly kind: 'ok'; readonly health: Health }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly message: string };

export const MOST_ACTIVE = 20;
/** The agent writes its health at least so often, also when nothing changes: milliseconds. */
export const HEALTH_EVERY = 60_000;
/** Bytes. */
const LONGEST = 256 * 1024;

/** Writes it in one step. Returns why it could not be done, or null; what was written before stays then. */
export function writeHealth(path: string, health: Health): string | null {
  const kept = { ...health, active: health.active.slice(0, MOST_ACTIVE) };
  return writeStateFile(path, [Buffer.from(`${JSON.stringify(kept, null, 2)}\n`)]);
}

/** Reads what an agent wrote, of this version or a newer one, whose further fields are left out. Never throws. */
export function readHealth(path: string): ReadHealth {
  const opened = openStateFile(path, LONGEST);
  if (opened.kind !== 'open') return opened;
  const { content } = opened;
  try {
    const health = healthIn(JSON.parse(content.read(0, content.size).toString('utf8')));
    return typeof health === 'string'
      ? { kind: 'refused', message: `${path}: ${health}` }
      : { kind: 'ok', health };
  } catch (error) {
    const found = error instanceof SyntaxError ? 'other text' : codeOf(error);
    return { kind: 'refused', message: `${path}: expected the health of an agent in JSON, found ${found}` };
  } finally {
    content.close();
  }
}

/** How an agent is that wrote its health: since when, in ISO 8601. */
export interface HealthStanding {
  /**
   * - `running`: it runs, since it started
   * - `hanging`: it runs, but has not written its health since then
   * - `stopped`: it was asked to end
   * - `died`: it ended without having been asked to; the time is that of its last sign of life
   */
  readonly kind: 'running' | 'hanging' | 'stopped' | 'died';
  readonly since: string;
}

/** Times that the health may be late. A report that the same processor makes must not look like trouble. */
const PATIENCE = 5;

/**
 * Judges by what was written. `now` is in milliseconds UTC; `isAlive` says whether the agent's process runs, best by the
 * lock, as numbers of processes are given out again.
 */
export function healthStanding(
  health: Health,
  now: number,
  isAlive: (pid: number) => boolean,
): HealthStanding {
  const { pid, state, startedAt, updatedAt } = health;
  if (state === 'stopped') return { kind: 'stopped', since: updatedAt };
  if (!isAlive(pid)) return { kind: 'died', since: updatedAt };
  // A time that is still to come means that the clock was set back, which says nothing about the agent.
  const isLate = now - Date.parse(updatedAt) > PATIENCE * HEALTH_EVERY;
  return isLate ? { kind: 'hanging', since: updatedAt } : { kind: 'running', since: startedAt };
}
