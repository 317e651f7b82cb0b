// Decimal digits.

// @ts-expect-error: decorator
@inline
export function isDigit(byte: u8): bool {
  return byte >= 48 && byte <= 57;
}

// @ts-expect-error: decorator
@inline
export function digitsAt(at: usize, count: usize): i32 {
  let value: i32 = 0;
  for (let place = at; place < at + count; place++) {
    const byte = load<u8>(place);
    if (!isDigit(byte)) return -1;
    value = value * 10 + byte - 48;
  }
  return value;
}
