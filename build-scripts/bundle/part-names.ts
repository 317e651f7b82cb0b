/** The part that most commands need. */
export const COMMON = './common';
/** The part that every diagnosis needs beside it. */
export const DIAGNOSIS = './diagnosis';
/** The part that the checks of a running machine need beside it. */
export const CHECKS = './checks';
/** The parts that modules are put into by what needs them. */
export const GROUPS: readonly string[] = [COMMON, DIAGNOSIS, CHECKS];
/** The part that gives what the entry exports. */
export const ENTRY = './entry';
/** The part that rolldown puts its own functions into. */
const RUNTIME = './rolldown-runtime';
/** The parts of most runs: their texts stand somewhere uncompressed, and beside them what V8 made of them. */
export const COMPILED: readonly string[] = [ENTRY, RUNTIME, ...GROUPS];
