import { createHash } from 'node:crypto';
import { CODE_SIGNATURE, readMachO } from './mach-o.ts';

/** Of xnu's osfmk/kern/cs_blobs.h. All numbers in a signature are big-endian. */
const SUPER_BLOB = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
/** The first version that tells the bounds of the executable segment. */
const VERSION = 0x20400;
const AD_HOC = 2;
const SHA256 = 2;
const HASH_SIZE = 32;
const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;
const MAIN_BINARY = 1;
const DIRECTORY_SIZE = 88;
const SUPER_BLOB_SIZE = 20;
const COMMAND_SIZE = 16;
const ALIGNMENT = 16;

/**
 * The same Mach-O file with an ad-hoc signature: hashes of its pages, by nobody. Apple's processors start nothing
 * without one.
 *
 * @throws Error when it has a signature, or no room for the command that names it
 */
export function signed(file: Buffer, identifier: string): Buffer {
  const { commandsEnd, segments, signature, room } = readMachO(file);
  const code = segments.get('__TEXT');
  const last = segments.get('__LINKEDIT');
  if (signature !== null) throw new Error('expected no signature, found one; remove it first');
  if (code === undefined || last === undefined)
    throw new Error('expected the segments __TEXT and __LINKEDIT');
  if (room < COMMAND_SIZE) throw new Error(`expected ${COMMAND_SIZE} bytes for a command, found ${room}`);

  const limit = aligned(file.length, ALIGNMENT);
  const pages = Math.ceil(limit / PAGE);
  const identifierSize = Buffer.byteLength(identifier) + 1;
  const directorySize = DIRECTORY_SIZE + identifierSize + pages * HASH_SIZE;
  const size = aligned(SUPER_BLOB_SIZE + directorySize, ALIGNMENT);
  const bytes = Buffer.alloc(limit + size);
  file.copy(bytes);

  bytes.writeUInt32LE(bytes.readUInt32LE(16) + 1, 16);
  bytes.writeUInt32LE(bytes.readUInt32LE(20) + COMMAND_SIZE, 20);
  bytes.writeUInt32LE(CODE_SIGNATURE, commandsEnd);
  bytes.writeUInt32LE(COMMAND_SIZE, commandsEnd + 4);
  bytes.writeUInt32LE(limit, commandsEnd + 8);
  bytes.writeUInt32LE(size, commandsEnd + 12);
  const lastSize = bytes.length - last.fileOffset;
  bytes.writeBigUInt64LE(BigInt(lastSize), last.at + 48);
  bytes.writeBigUInt64LE(BigInt(Math.max(last.memorySize, aligned(lastSize, 4 * PAGE))), last.at + 32);

  const words = [SUPER_BLOB, SUPER_BLOB_SIZE + directorySize, 1, 0, SUPER_BLOB_SIZE];
  words.push(CODE_DIRECTORY, directorySize, VERSION, AD_HOC);
  // Hashes, identifier; of special slots, of pages; limit of the code.
  words.push(DIRECTORY_SIZE + identifierSize, DIRECTORY_SIZE, 0, pages, limit);
  words.push((HASH_SIZE << 24) | (SHA256 << 16) | PAGE_BITS);
  // Spare, scatter, team, spare, and the limit in 64 bits.
  words.push(0, 0, 0, 0, 0, 0);
  // The executable segment, and what it is; 64 bits each.
  words.push(0, code.fileOffset, 0, code.fileSize, 0, MAIN_BINARY);
  words.forEach((word, index) => {
    bytes.writeUInt32BE(word >>> 0, limit + index * 4);
  });
  const identifierAt = limit + SUPER_BLOB_SIZE + DIRECTORY_SIZE;
  bytes.write(identifier, identifierAt, 'latin1');
  for (let page = 0; page < pages; page++)
    hashOfPage(bytes, page, limit).copy(bytes, identifierAt + identifierSize + page * HASH_SIZE);
  return bytes;
}

/** How much of a Mach-O file its signature vouches for, and how many of its pages are not what was signed. */
export interface SignatureCheck {
  readonly identifier: string;
  readonly isAdHoc: boolean;
  readonly pages: number;
  readonly wrongPages: number;
}

/**
 * Compares the pages of a Mach-O file with the SHA-256 hashes of its signature; who signed it is not looked at.
 *
 * @throws Error when there is no signature with such hashes, or it does not reach to the end of the code
 */
export function checkSignature(bytes: Buffer): SignatureCheck {
  const { signature } = readMachO(bytes);
  if (signature === null) throw new Error('expected a signature, found none');
  if (signature.offset + signature.size !== bytes.length)
    throw new Error('expected the signature at the end of the file');
  const at = directoryIn(bytes, signature.offset);
  const word = (offset: number): number => bytes.readUInt32BE(at + offset);
  const [hashes, identifier, pages, limit] = [at + word(16), at + word(20), word(28), word(32)];
  const pageSize = 1 << bytes.readUInt8(at + 39);
  if (limit !== signature.offset || pages !== Math.ceil(limit / pageSize))
    throw new Error(`expected hashes of all ${signature.offset} bytes, found ${pages} pages up to ${limit}`);
  let wrongPages = 0;
  for (let page = 0; page < pages; page++) {
    const expected = bytes.subarray(hashes + page * HASH_SIZE, hashes + (page + 1) * HASH_SIZE);
    if (!hashOfPage(bytes, page, limit, pageSize).equals(expected)) wrongPages++;
  }
  const name = bytes.toString('latin1', identifier, bytes.indexOf(0, identifier));
  return { identifier: name, isAdHoc: (word(12) & AD_HOC) !== 0, pages, wrongPages };
}

/** A signature may hold several directories; the one with these hashes is looked for. */
function directoryIn(bytes: Buffer, start: number): number {
  if (bytes.readUInt32BE(start) !== SUPER_BLOB) throw new Error('expected a signature, found something else');
  for (let index = 0; index < bytes.readUInt32BE(start + 8); index++) {
    const at = start + bytes.readUInt32BE(start + 12 + index * 8 + 4);
    if (bytes.readUInt32BE(at) === CODE_DIRECTORY && bytes.readUInt8(at + 37) === SHA256) return at;
  }
  throw new Error('expected SHA-256 hashes in the signature, found none');
}

function hashOfPage(bytes: Buffer, page: number, limit: number, size = PAGE): Buffer {
  const end = Math.min((page + 1) * size, limit);
  return createHash('sha256')
    .update(bytes.subarray(page * size, end))
    .digest();
}

function aligned(size: number, to: number): number {
  return Math.ceil(size / to) * to;
}
