// AssemblyScript, not TypeScript: compiled to a WebAssembly module of about two kilobytes.
//
// Loops over bytes that plain JavaScript runs several times slower, and compiles while it runs: a search for many
// literals at once, one for those that are too short to skip by, a newline counter, the ends of lines and of the agent's
// records, the heads of those, and digests. The host writes tables and data, and reads the hits and what stands in a
// head; addresses are those of layout.ts.

export { latchesFrom, literalsIn, scanLong, scanShort } from './search';
export { countLines, lineEnd, lineStart } from './lines';
export { agentEnd, agentStart, beginsAgentRecord, readRecord } from './records';
export { copyKey, digest, lineDigest, stampLength } from './digests';
