// Lines: where they begin and end, and how many there are.

/** Counts line feeds in [start, end). */
export function countLines(start: usize, end: usize): i32 {
  let total: i32 = 0;
  let at = start;
  while (at + 16 <= end) {
    let sums = i8x16.splat(0);
    for (let blocks = 0; at + 16 <= end && blocks < 255; at += 16, blocks++) {
      sums = i8x16.sub(sums, i8x16.eq(v128.load(at), i8x16.splat(10)));
    }
    const quads = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sums));
    total += i32x4.extract_lane(quads, 0) + i32x4.extract_lane(quads, 1);
    total += i32x4.extract_lane(quads, 2) + i32x4.extract_lane(quads, 3);
  }
  for (; at < end; at++) if (load<u8>(at) == 10) total++;
  return total;
}

/** First byte of the line that holds `at`, at the earliest `floor`. */
export function lineStart(at: usize, floor: usize): usize {
  let end = at;
  for (; end >= floor + 16; end -= 16) {
    const feeds = i8x16.bitmask(i8x16.eq(v128.load(end - 16), i8x16.splat(10)));
    if (feeds != 0) return end + 16 - clz(feeds);
  }
  for (; end > floor; end--) if (load<u8>(end - 1) == 10) return end;
  return floor;
}

/** One behind the line feed of the line that holds `at`, at the latest `ceiling`. */
export function lineEnd(at: usize, ceiling: usize): usize {
  let from = at;
  for (; from + 16 <= ceiling; from += 16) {
    const feeds = i8x16.bitmask(i8x16.eq(v128.load(from), i8x16.splat(10)));
    if (feeds != 0) return from + ctz(feeds) + 1;
  }
  for (; from < ceiling; from++) if (load<u8>(from) == 10) return from + 1;
  return ceiling;
}

/** End of [start, end) without line breaks. */
export function textEnd(start: usize, end: usize): usize {
  let stop = end;
  while (stop > start && (load<u8>(stop - 1) == 10 || load<u8>(stop - 1) == 13)) stop--;
  return stop;
}
