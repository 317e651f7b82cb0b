import { type Clock, nodeClock } from '../platform/clock.ts';
import { printable } from '../reporters/wording/printable.ts';
import type { LogFacts, LogLevel } from './log/line.ts';
import { folderAround } from './log/place.ts';
import { LogSink, tellStandardError } from './log/sink.ts';

/** The agent's own log. No method throws, and none waits for anything but the disk. */
export interface OwnLog {
  error(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  debug(message: string, facts?: LogFacts): void;
  /** Writes what is not written yet; what is logged later is lost. */
  close(): Promise<void>;
}

export interface OwnLogOptions {
  readonly level: LogLevel;
  readonly file: string;
  /** Bytes. */
  readonly maxSize: number;
  /** Older files that are kept. */
  readonly keep: number;
  /** Folders that the agent reads, with all below them. */
  readonly apartFrom: readonly string[];
  readonly clock?: Pick<Clock, 'now' | 'elapsed'>;
  /** Told, seldom, that lines cannot be written; by default standard error is. */
  readonly onTrouble?: (message: string) => void;
}

/** The log would be where the agent reads. */
export class LogPlaceError extends Error {
  override readonly name = 'LogPlaceError';
  readonly code = 'log-place';
}

/**
 * Opens the log. Where it cannot be written, that is told, and the log resumes when it can be.
 *
 * @throws LogPlaceError where the agent would read what it writes
 */
export async function openOwnLog(options: OwnLogOptions): Promise<OwnLog> {
  const {
    level,
    file,
    maxSize,
    keep,
    apartFrom,
    clock = nodeClock(),
    onTrouble = tellStandardError,
  } = options;
  const around = folderAround(file, apartFrom);
  if (around !== null)
    throw new LogPlaceError(
      `log.file: expected a file outside of ${printable(around)}, which is watched, found ${printable(file)}; choose another`,
    );
  const sink = new LogSink({ path: file, maxSize, keep, clock, onTrouble });
  // Large, and needed by the agent alone.
  const { winstonLogger } = await import('./log/winston-logger.ts');
  const logger = winstonLogger(level, (line) => sink.write(line), clock.now);
  const of =
    (at: LogLevel) =>
    (message: string, facts: LogFacts = {}): void =>
      logger.log(at, message, facts);
  return {
    error: of('error'),
    warn: of('warn'),
    info: of('info'),
    debug: of('debug'),
    async close() {
      await logger.close();
      sink.close();
    },
  };
}
