import { writeSync } from 'node:fs';
import type { Clock } from '../../platform/clock.ts';
import { printable } from '../../reporters/wording/printable.ts';
import { logLine } from './line.ts';
import { RollingFile, type RollingFileOptions } from './rolling-file.ts';

export interface SinkOptions extends RollingFileOptions {
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  /** Told once when lines cannot be written, and no more than once an hour as long as the reason is the same. */
  readonly onTrouble: (message: string) => void;
}

/** Lines that could not be written, since they could be last. */
interface Outage {
  lines: number;
  readonly since: number;
  readonly reason: string;
}

const TOLD_AGAIN_AFTER = 3_600_000;

/** Where the lines go. What cannot be written is counted, and the count is written as soon as it can be. */
export class LogSink {
  readonly #file: RollingFile;
  readonly #options: SinkOptions;
  #outage: Outage | null = null;
  #told: { readonly reason: string; readonly at: number } | null = null;

  constructor(options: SinkOptions) {
    this.#file = new RollingFile(options);
    this.#options = options;
  }

  write(line: string): void {
    const reason = this.#tellOutage() ?? this.#file.append(line);
    if (reason === null) {
      this.#tellRollFailure();
      return;
    }
    this.#outage ??= { lines: 0, since: this.#options.clock.now(), reason };
    this.#outage.lines += 1;
    this.#tell(reason);
  }

  close(): void {
    // What is missing should be told also when nothing else is.
    this.#tellOutage();
    this.#file.close();
  }

  #tellOutage(): string | null {
    if (this.#outage === null) return null;
    const { lines, since, reason } = this.#outage;
    const facts = { lines, since: new Date(since), reason };
    const missing = logLine(this.#options.clock.now(), 'warn', 'lines are missing here', facts);
    const still = this.#file.append(missing);
    if (still === null) this.#outage = null;
    return still;
  }

  #tellRollFailure(): void {
    const reason = this.#file.takeRollFailure();
    if (reason === null) return;
    const facts = { file: `${this.#options.path}.1`, reason };
    this.#file.append(logLine(this.#options.clock.now(), 'warn', 'older lines could not be kept', facts));
  }

  #tell(reason: string): void {
    const at = this.#options.clock.elapsed();
    if (this.#told?.reason === reason && at - this.#told.at < TOLD_AGAIN_AFTER) return;
    this.#told = { reason, at };
    this.#options.onTrouble(
      `${printable(this.#options.path)}: ${printable(reason)}; goes on without this log until it can be written`,
    );
  }
}

/** To standard error, which may be closed. */
export function tellStandardError(message: string): void {
  try {
    writeSync(2, `ssm-doctor: ${message}\n`);
  } catch {
    // There is nobody left to tell.
  }
}
