/** Decimal with a sign, hexadecimal with or without `0x`; 64 bits at most. */
const DECIMAL = /^[-+]?\d{1,20}$/;
const HEX = /^0x([0-9a-f]{1,16})$/i;
/** An HRESULT without its `0x`; decimal numbers of eight digits begin with no such digit often. */
const BARE_HEX = /^(?:[89c]|d)[0-9a-f]{7}$/i;

/**
 * The numbers, as signed 32-bit, that a text may stand for: `-1`, `4294967295`, `0xffffffff`, `80070005`, and those of
 * 64 bits that only repeat the sign. Empty for a text that is no number.
 */
export function numbersIn(text: string): number[] {
  const hex = HEX.exec(text)?.[1] ?? (BARE_HEX.test(text) ? text : undefined);
  const found: number[] = [];
  if (hex !== undefined) found.push(...signed(BigInt(`0x${hex}`)));
  if (DECIMAL.test(text)) found.push(...signed(BigInt(text.replace('+', ''))));
  return [...new Set(found)];
}

function signed(value: bigint): number[] {
  const low = BigInt.asIntN(32, value);
  const fits = value === low || value === BigInt.asUintN(32, low) || value === BigInt.asUintN(64, low);
  return fits ? [Number(low)] : [];
}

/** `0x80072EE2`, in eight digits, for a signed 32-bit number. */
export function hexText(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}
