/**
 * `/var/log/wtmp`: glibc's `struct utmp`, one after the other, oldest first. 384 bytes where the time has 32 bits
 * (x86), 400 where it has 64 (aarch64); numbers in the order of the machine, which is little-endian on both.
 */
const LAYOUTS: ReadonlyMap<number, (record: DataView) => number> = new Map([
  [384, (record) => record.getInt32(340, true)],
  [400, (record) => Number(record.getBigInt64(344, true))],
]);
const BOOT_TIME = 2;
const HIGHEST_TYPE = 9;
const MOST_RECORDS = 2048;

/** The end of a file of login records, cut at the start of a record. */
export interface LoginRecordsTail {
  readonly from: number;
  readonly recordSize: number;
}

/** Where to read in a file of this many bytes, for each size of record that it can consist of. */
export function loginRecordTails(size: number): LoginRecordsTail[] {
  return [...LAYOUTS.keys()]
    .filter((recordSize) => size > 0 && size % recordSize === 0)
    .map((recordSize) => ({ recordSize, from: Math.max(0, size - MOST_RECORDS * recordSize) }));
}

/** When the system started, milliseconds UTC, oldest first; null when these are no login records. */
export function parseBootTimes(bytes: Uint8Array, recordSize: number): number[] | null {
  const secondsOf = LAYOUTS.get(recordSize);
  if (secondsOf === undefined) return null;
  const times: number[] = [];
  for (let from = 0; from + recordSize <= bytes.length; from += recordSize) {
    const record = new DataView(bytes.buffer, bytes.byteOffset + from, recordSize);
    const type = record.getInt16(0, true);
    if (type < 0 || type > HIGHEST_TYPE) return null;
    const seconds = secondsOf(record);
    if (type === BOOT_TIME && seconds > 0) times.push(seconds * 1000);
  }
  return times;
}
