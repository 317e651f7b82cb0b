import { loginRecordTails, parseBootTimes } from '../../../parsers/state/login-records.ts';
import type { OpenFile } from '../../platform/files.ts';
import type { Source } from '../../sources/source.ts';
import type { EngineState } from '../model.ts';
import { noteBoot } from '../patching/note.ts';

/**
 * Enters the last start of the system from the end of a file of login records. Returns what there is to say about the
 * file: systems with another C library write records of other sizes, or none.
 */
export function absorbLoginRecords(
  state: EngineState,
  source: Source,
  file: Pick<OpenFile, 'entry' | 'read'>,
  order: number,
): string {
  for (const { from, recordSize } of loginRecordTails(file.entry.size)) {
    const bytes = Buffer.alloc(file.entry.size - from);
    const got = file.read(bytes, from);
    const times = parseBootTimes(bytes.subarray(0, got), recordSize);
    if (times === null) continue;
    const at = times.at(-1);
    if (at === undefined) return 'no start of the system is in it';
    const excerpt = `system boot at ${new Date(at).toISOString()}`;
    noteBoot(state, {
      moment: { at, clock: 'utc', order },
      file: source.shown,
      line: 0,
      stamp: '',
      excerpt,
    });
    return '';
  }
  return 'its records are of no known size';
}
