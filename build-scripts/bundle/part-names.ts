/** The part that most commands need. */
export const COMMON = './common';
/** The part that every diagnosis needs beside it. */
export const DIAGNOSIS = './diagnosis';
/** The part that the checks of a running machine need beside it. */
export const CHECKS = './checks';
/** The parts that V8 keeps what it made of. */
export const COMPILED: readonly string[] = [COMMON, DIAGNOSIS, CHECKS];
/** The part that gives what the entry exports. */
export const ENTRY = './entry';
