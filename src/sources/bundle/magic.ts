import { constants, gunzipSync } from 'node:zlib';
import { printable } from './printable.ts';

export type ArchiveKind = 'tar' | 'tar.gz' | 'zip';

export type Recognized =
  | { readonly kind: ArchiveKind }
  /** An archive that breaks before it shows what is in it. */
  | { readonly kind: 'damaged'; readonly found: string }
  | { readonly kind: 'other'; readonly found: string };

/** So many first bytes of a file decide what it is. */
export const HEAD_BYTES = 16 * 1024;

const TAR_BLOCK = 512;

const OTHERS: readonly (readonly [magic: string, name: string])[] = [
  ['377abcaf271c', 'a 7z archive'],
  ['fd377a585a00', 'an xz file'],
  ['28b52ffd', 'a zstd file'],
  ['425a68', 'a bzip2 file'],
  ['526172211a07', 'a rar archive'],
  ['04224d18', 'an lz4 file'],
  ['4d534346', 'a Windows cabinet'],
  ['504b0708', 'one part of a split zip'],
  ['7f454c46', 'an ELF program'],
  ['4d5a', 'a Windows program'],
  ['edabeedb', 'an rpm package'],
  ['213c617263683e', 'a deb package or ar archive'],
  ['efbbbf', 'UTF-8 text'],
  ['fffe', 'UTF-16 text'],
  ['feff', 'UTF-16 text'],
];

/**
 * Tells an archive by its first bytes, whatever its name: zip by its signature, tar by the checksum of its first
 * header (which old tars without `ustar` have too), gzip by what comes out of it.
 */
export function recognize(head: Uint8Array): Recognized {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const start = bytes.toString('hex', 0, 4);
  if (start === '504b0304' || start === '504b0506') return { kind: 'zip' };
  if (start.startsWith('1f8b')) return recognizeGzip(bytes);
  return isTarHeader(bytes) ? { kind: 'tar' } : { kind: 'other', found: describe(bytes) };
}

function recognizeGzip(head: Buffer): Recognized {
  let inside: Buffer = Buffer.alloc(0);
  // A short piece first: damage further on must not hide what stands before it.
  for (const length of [TAR_BLOCK, HEAD_BYTES]) {
    try {
      inside = gunzipSync(head.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH });
    } catch {
      return { kind: 'damaged', found: 'a gzip file that is damaged in its first block' };
    }
    if (inside.length >= TAR_BLOCK || head.length <= length) break;
  }
  if (isTarHeader(inside)) return { kind: 'tar.gz' };
  if (inside.length >= TAR_BLOCK || isWholeGzip(head)) {
    return { kind: 'other', found: `a gzip file with ${describe(inside)} in it, not a tar` };
  }
  return { kind: 'damaged', found: 'a gzip file that breaks off in its first block' };
}

function isWholeGzip(head: Buffer): boolean {
  try {
    gunzipSync(head);
    return true;
  } catch {
    return false;
  }
}

/** POSIX.1-1988, ustar: the sum of the header's bytes with the eight of the checksum itself taken as blanks. */
function isTarHeader(block: Buffer): boolean {
  if (block.length < TAR_BLOCK || block[0] === 0) return false;
  const claimed = Number.parseInt(block.toString('latin1', 148, 156).replace(/^[\0 ]+/, ''), 8);
  let sum = 0;
  for (let i = 0; i < TAR_BLOCK; i += 1) sum += i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
  return sum === claimed;
}

function describe(head: Buffer): string {
  if (head.length === 0) return 'an empty file';
  const hex = head.toString('hex', 0, 16);
  const other = OTHERS.find(([magic]) => hex.startsWith(magic));
  if (other !== undefined) return other[1];
  const start = head.subarray(0, 60).toString('latin1');
  if (/^[\t\r\n\x20-\x7e]+$/.test(start)) return `text ("${printable(start.replace(/\s+/g, ' '), 40)}")`;
  return `unknown bytes (${head.toString('hex', 0, 8).replace(/..(?=.)/g, '$& ')})`;
}
