import type { CoverageReason } from '../../report/report.ts';
import { printable } from './printable.ts';

/** An entry that was left out or is incomplete, or (with the path of the archive) trouble with the archive itself. */
export interface SkippedEntry {
  /** Path in the archive. */
  readonly file: string;
  readonly reason: CoverageReason;
  readonly detail: string;
}

/** More than a person reads; the rest is counted. */
const MAX_LISTED = 1000;

/** What was left out of one archive, in order, with an end. */
export class SkippedList {
  readonly #entries: SkippedEntry[] = [];
  #unlisted = 0;

  add(file: string, reason: CoverageReason, detail: string): void {
    if (this.#entries.length < MAX_LISTED)
      this.#entries.push({ file: printable(file, 1024), reason, detail });
    else this.#unlisted += 1;
  }

  /** `archive` is the path that stands for what is only counted. */
  all(archive: string): readonly SkippedEntry[] {
    if (this.#unlisted === 0) return this.#entries;
    const detail = `${this.#unlisted} more entries were left out or are incomplete`;
    return [...this.#entries, { file: archive, reason: 'entry-limit', detail }];
  }
}
