/**
 * Where things stand in the kernel's memory, in bytes. The same numbers are in `assembly/index.ts`, which cannot
 * import this file; a test compares the behaviour of both.
 */
export const LONG_BITMAP = 16_384;
export const SHIFTS = 65_536;
export const LONG_HITS = 131_072;
export const SHORT_HITS = 196_608;

/** Positions looked at in one call; each may be a hit. */
export const STEP = 16_384;

/** A line feed stands before the data, so that a line start is recognised at the first byte too. */
export const DATA = 266_240;
/** Bytes kept from one block to the next: the last, incomplete record. */
export const CARRY = 256 * 1024;
/** Bytes read at a time. */
export const BLOCK = 1024 * 1024;
/** The loops read up to 19 bytes behind the end. */
const MARGIN = 64;

export const MEMORY_PAGES = Math.ceil((DATA + CARRY + BLOCK + MARGIN) / 65_536);
