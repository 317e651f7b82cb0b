import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loginRecordTails, parseBootTimes } from '../../../parsers/state/login-records.ts';

const BOOT = Date.UTC(2026, 10, 20, 5);

function record(size: number, type: number, seconds: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeInt16LE(type, 0);
  if (size === 384) bytes.writeInt32LE(seconds, 340);
  else bytes.writeBigInt64LE(BigInt(seconds), 344);
  return bytes;
}

describe('login records', () => {
  test.each([384, 400])('of %i bytes tell the starts, and nothing else', (size) => {
    const types = [7, 2, 1, 8, 2];
    const bytes = Buffer.concat(types.map((type, index) => record(size, type, BOOT / 1000 + index)));
    expect(parseBootTimes(bytes, size)).toEqual([BOOT + 1000, BOOT + 4000]);
    expect(loginRecordTails(bytes.length)).toContainEqual({ from: 0, recordSize: size });
  });

  test('are read from the start of a record near their end', () => {
    for (const { from, recordSize } of loginRecordTails(384 * 400 * 300)) {
      expect(from % recordSize).toBe(0);
      expect(384 * 400 * 300 - from).toBeLessThan(1_000_000);
    }
    expect(loginRecordTails(0)).toEqual([]);
    expect(loginRecordTails(385)).toEqual([]);
  });

  test('are not what holds other types, and any bytes are read without an error', () => {
    expect(parseBootTimes(Buffer.alloc(384, 0x41), 384)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 900 }), fc.constantFrom(384, 400), (bytes, size) => {
        parseBootTimes(bytes, size);
      }),
    );
  });
});
