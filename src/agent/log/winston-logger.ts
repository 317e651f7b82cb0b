import { Writable } from 'node:stream';
import winston from 'winston';
import { type LogFacts, type LogLevel, logLine } from './line.ts';

const LEVELS: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };

export interface WinstonLogger {
  log(level: LogLevel, message: string, facts: LogFacts): void;
  /** Resolves when all lines have gone to the sink. */
  close(): Promise<void>;
}

/**
 * Winston with a sink of our own. Its transport for files stops for good at the first full disk, keeps all later lines
 * in memory, does not notice that its file is gone, and writes what was logged only some time later.
 */
export function winstonLogger(
  level: LogLevel,
  write: (line: string) => void,
  now: () => number,
): WinstonLogger {
  const stream = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, written) {
      write(line);
      written();
    },
  });
  const transport = new winston.transports.Stream({ stream, eol: '' });
  const logger = winston.createLogger({
    level,
    levels: LEVELS,
    format: winston.format.printf(({ level: of, message, facts }) =>
      logLine(now(), of as LogLevel, String(message), facts as LogFacts),
    ),
    transports: [transport],
    exitOnError: false,
  });
  let isClosed = false;
  return {
    log(of, message, facts) {
      // Otherwise winston formats what it then does not write.
      if (!isClosed && logger.isLevelEnabled(of)) logger.log({ level: of, message, facts });
    },
    close() {
      if (isClosed) return Promise.resolve();
      isClosed = true;
      return new Promise((resolve) => {
        transport.once('finish', () => resolve());
        logger.end();
      });
    },
  };
}
