/**
 * What signing needs to know of a Mach-O file for one 64-bit processor, little-endian (mach-o/loader.h).
 */
export interface MachO {
  /** Offset behind the last load command, where the next one would stand. */
  readonly commandsEnd: number;
  readonly segments: ReadonlyMap<string, Segment>;
  /** The command LC_CODE_SIGNATURE; null when there is none. */
  readonly signature: { readonly offset: number; readonly size: number } | null;
  /** Bytes between the load commands and what follows them in the file. */
  readonly room: number;
}

export interface Segment {
  /** Offset of its load command. */
  readonly at: number;
  readonly memorySize: number;
  readonly fileOffset: number;
  readonly fileSize: number;
}

export const HEADER_SIZE = 32;
const MAGIC_64 = 0xfeedfacf;
const SEGMENT_64 = 0x19;
export const CODE_SIGNATURE = 0x1d;

/** @throws Error when the bytes are no such file */
export function readMachO(bytes: Buffer): MachO {
  if (bytes.length < HEADER_SIZE || bytes.readUInt32LE(0) !== MAGIC_64)
    throw new Error('expected a Mach-O file for one 64-bit processor');
  const segments = new Map<string, Segment>();
  let signature: MachO['signature'] = null;
  let firstContent = bytes.length;
  let at = HEADER_SIZE;
  for (let count = bytes.readUInt32LE(16); count > 0; count--) {
    const command = bytes.readUInt32LE(at);
    if (command === SEGMENT_64) {
      segments.set(nameAt(bytes, at + 8), segmentAt(bytes, at));
      firstContent = Math.min(firstContent, ...sectionOffsets(bytes, at));
    }
    if (command === CODE_SIGNATURE)
      signature = { offset: bytes.readUInt32LE(at + 8), size: bytes.readUInt32LE(at + 12) };
    at += bytes.readUInt32LE(at + 4);
  }
  return { commandsEnd: at, segments, signature, room: firstContent - at };
}

function segmentAt(bytes: Buffer, at: number): Segment {
  const size = (offset: number): number => Number(bytes.readBigUInt64LE(at + offset));
  return { at, memorySize: size(32), fileOffset: size(40), fileSize: size(48) };
}

/** Where the sections of a segment begin in the file; those without content begin nowhere. */
function sectionOffsets(bytes: Buffer, at: number): number[] {
  const count = bytes.readUInt32LE(at + 64);
  const offsets = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(at + 72 + index * 80 + 48));
  return offsets.filter((offset) => offset > 0);
}

function nameAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 16).replace(/\0.*$/s, '');
}
