/**
 * Where things stand in the kernel's memory, in bytes. The same numbers are in `assembly/index.ts`, which cannot
 * import this file; a test compares the behaviour of both.
 */

/** What the last record that was read says: numbers of 64 bits. */
export const HEAD = 16_320;
export const HEAD_SIZE = 56;
/** For each hash of eight bytes the first literal that ends its fingerprint with them, from 1; 0 for none. */
export const HEADS = 16_384;
/** For each hash of three bytes how far the search may skip. */
export const SHIFTS = 147_456;
/** For the first three bytes of short fingerprints, by lower and by upper half: which of eight groups has them. */
export const NIBBLES = 303_104;
/** For each hash of four bytes the first short literal with such a fingerprint, from 1; 0 for none. */
export const SHORT_HEADS = 303_232;
export const SHORT_SLOTS = 4096;
export const HITS = 344_192;
export const HITS_SIZE = 2_097_152;

/** Literals in one set, at most; a hit is a position in a stretch and one of them in 32 bits. */
export const MOST_LITERALS = 65_535;
/** Literals at one position, at most, so that the hits of a stretch have room. */
export const MOST_AT_ONCE = 32;

/** Positions looked at in one call. */
export const STEP = 16_384;

/** A line feed stands before the data, so that a line start is recognised at the first byte too. */
export const DATA = 2_441_408;
/** Bytes kept from one block to the next: the last, incomplete record. */
export const CARRY = 256 * 1024;
/** Bytes of a line that tell whether it begins a record of the agent's logs. */
export const HEAD_BYTES = 400;
/** Bytes read at a time. */
export const BLOCK = 1024 * 1024;
/** The loops read up to 19 bytes behind the end. */
const MARGIN = 64;

/**
 * What grows with the number of literals stands behind the data. First the literals: where the text stands, its
 * length, where the fingerprint begins, the next of the list, its mode.
 */
export const ENTRIES = DATA + CARRY + BLOCK + MARGIN;
export const ENTRY_SIZE = 12;
/** Behind the entries: for each latched literal its last four positions, in any order; 0 for none. */
export const LATCH_SIZE = 16;

export const PAGE = 65_536;
/** With what the product's own literals need, so that the memory grows only for those of others. */
export const MEMORY_PAGES = Math.ceil(ENTRIES / PAGE) + 3;
/** Literals of so many bytes that searching for them makes no sense are refused before the memory is full. */
export const MOST_PAGES = MEMORY_PAGES + 256;
