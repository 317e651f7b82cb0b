import { expect, test } from 'vitest';
import { Shelf } from '../../../src/diagnosis/resume/shelf.ts';

test('what was put on the shelf stays as it was, whatever comes after it', () => {
  const shelf = new Shelf();
  const sizes = [0, 1, 3, 300_000, 300_000, 2_000_000, 5, 511 * 1024, 1024, 1];
  const put = sizes.map((size, index) => {
    const piece = Buffer.alloc(size, index);
    const kept = shelf.put([piece.subarray(0, size >> 1), piece.subarray(size >> 1)]);
    piece.fill(255);
    return kept;
  });
  expect(put.map((kept, index) => kept.equals(Buffer.alloc(sizes[index] ?? 0, index)))).toEqual(
    sizes.map(() => true),
  );
});
