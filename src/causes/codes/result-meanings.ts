import { lookUpCode } from './look-up.ts';
import { hexText } from './number.ts';

/** What a result code of Windows means. */
export interface ResultMeaning {
  readonly kind: 'hresult' | 'win32';
  /** Signed 32-bit: the HRESULT, or the Win32 error by itself. */
  readonly value: number;
  readonly name: string | null;
  /** The part of Windows that it comes from. */
  readonly by: string;
  readonly meaning: string;
  readonly remedy: string;
  readonly cause: string | null;
}

/** Bits 16 to 26 of an HRESULT: who defined it (winerror.h, wuerror.h). */
const FACILITIES: ReadonlyMap<number, string> = new Map([
  [0, 'COM'],
  [4, 'an interface'],
  [7, 'Win32'],
  [9, 'security (SSPI)'],
  [11, 'certificates'],
  [15, 'setup and servicing'],
  [19, '.NET'],
  [25, 'HTTP'],
  [32, 'BITS'],
  [36, 'Windows Update'],
]);
const WIN32_FACILITY = 7;
const MOST_WIN32 = 0xffff;

/**
 * The meanings as a result code of Windows of what was asked: by name, as an HRESULT, or as the Win32 error that one
 * wraps. `numbers` (signed 32-bit) are what the text may stand for. An HRESULT that is in no list is told by its parts.
 */
export function resultMeanings(asked: string, numbers: readonly number[]): ResultMeaning[] {
  if (numbers.length === 0) {
    const entry = lookUpCode(asked);
    return entry === null ? [] : ofEntry('hresult', Number.parseInt(entry.code, 16) | 0);
  }
  // -1 is what a step ends with, not a result.
  return numbers
    .filter((value) => value !== -1)
    .flatMap((value) => (value < 0 ? ofHresult(value) : ofWin32(value)));
}

function ofHresult(value: number): ResultMeaning[] {
  const known = ofEntry('hresult', value);
  if (known.length > 0) return known;
  const facility = facilityOf(value);
  const name = FACILITIES.get(facility);
  // Plain negative numbers look like HRESULTs of facilities that nobody has.
  if (name === undefined) return [];
  const detail =
    facility === WIN32_FACILITY ? `Win32 error ${value & MOST_WIN32}` : detailOf(facility, value);
  return [
    {
      ...{ kind: 'hresult', value, name: null, by: name, cause: null },
      meaning: `Not in the dictionary. By its parts it is ${detail}.`,
      remedy:
        facility === WIN32_FACILITY ? `net helpmsg ${value & MOST_WIN32} prints the text of Windows.` : '',
    },
  ];
}

function detailOf(facility: number, value: number): string {
  const code = value & MOST_WIN32;
  return facility === 25
    ? `an answer of a web server with status ${code}`
    : `error ${code} of ${FACILITIES.get(facility)}`;
}

function ofWin32(value: number): ResultMeaning[] {
  if (value > MOST_WIN32 || value === 0) return [];
  return ofEntry('win32', 0x80070000 | value).map((meaning) => ({ ...meaning, value }));
}

function ofEntry(kind: ResultMeaning['kind'], value: number): ResultMeaning[] {
  const entry = lookUpCode(hexText(value));
  if (entry === null) return [];
  const { name, meaning, remedy, cause } = entry;
  return [{ kind, value, name, by: FACILITIES.get(facilityOf(value)) ?? 'Windows', meaning, remedy, cause }];
}

function facilityOf(value: number): number {
  return (value >>> 16) & 0x7ff;
}
