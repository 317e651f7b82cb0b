const AROUND = /^[\s"'([{<]+|[\s"')\]}>.,;:]+$/g;
/** Sixty-four bits show a negative number with its sign in front. */
const HEX = /^0x(?:f{8}(?=[89a-f]))?([0-9a-f]{1,8})$/i;
const BARE_HEX = /^[89a-f][0-9a-f]{7}$/i;
const DECIMAL = /^(?:-\d{1,10}|\d{1,10})$/;
const LEAST = -(2 ** 31);
const MOST = 2 ** 32 - 1;
/** Smaller numbers are exit statuses of anything. */
const LEAST_WIN32 = 1000;
const MOST_WIN32 = 0xffff;
const WIN32 = 0x80070000;

/**
 * The 32 bits of a result code, from any of its spellings: `0x80072EE2`, `80072ee2`, -2147012894, 2147954402; a
 * Win32 error by itself (12002) as the HRESULT that wraps it. Null for what is no such number.
 */
export function readCode(text: string): number | null {
  const word = text.replace(AROUND, '');
  const hex = HEX.exec(word)?.[1] ?? BARE_HEX.exec(word)?.[0];
  if (hex !== undefined) return wrapped(Number.parseInt(hex, 16));
  if (!DECIMAL.test(word)) return null;
  const value = Number(word);
  return value < LEAST || value > MOST ? null : wrapped(value >>> 0);
}

function wrapped(value: number): number {
  return value >= LEAST_WIN32 && value <= MOST_WIN32 ? WIN32 + value : value;
}

/** A code as it is written in reports: `0x80072EE2`. */
export function spellCode(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(8, '0')}`;
}
