import { crc32, createInflateRaw } from 'node:zlib';
import type { CoverageReason } from '../../report/report.ts';
import type { Extraction } from './extraction.ts';
import { type ByteRange, pump } from './pump.ts';

/** A file in a zip, as its header describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: number;
  /** Null where the header leaves it to a descriptor behind the data. */
  readonly size: number | null;
  readonly checksum: number | null;
  readonly modified: number;
}

const INFLATE_CHUNK = 64 * 1024;
const ENCRYPTED = 0x1;

const METHODS: ReadonlyMap<number, string> = new Map([
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'zstd'],
  [95, 'xz'],
  [99, 'AES encryption'],
]);

/** Why the content cannot be unpacked; null when it can. */
export function obstacleOf({ flags, method }: ZipEntry): readonly [CoverageReason, string] | null {
  if ((flags & ENCRYPTED) !== 0) return ['not-readable', 'protected with a password; pack it without one'];
  if (method === 0 || method === 8) return null;
  return [
    'unsupported-encoding',
    `packed by ${METHODS.get(method) ?? `method ${method}`}; pack it with Deflate`,
  ];
}

/** Unpacks one file whose packed bytes are `range`; returns how many of them were used, null when it is not wanted. */
export async function unpackZipEntry(
  range: ByteRange,
  entry: ZipEntry,
  extraction: Extraction,
): Promise<number | null> {
  if (!extraction.file(entry.name, entry.size)) return null;
  let length = 0;
  let checksum = 0;
  let tooLong = false;
  const decoder = entry.method === 8 ? createInflateRaw({ chunkSize: INFLATE_CHUNK }) : null;
  const { used, damage } = await pump(range, decoder, (bytes) => {
    extraction.checkpoint();
    length += bytes.length;
    checksum = crc32(bytes, checksum);
    const wanted = extraction.write(bytes);
    tooLong = !wanted;
    return wanted;
  });
  extraction.done(entry.modified, problemOf(entry, { length, checksum, tooLong, damage }));
  return used;
}

interface Content {
  readonly length: number;
  readonly checksum: number;
  readonly tooLong: boolean;
  readonly damage: Error | null;
}

function problemOf(entry: ZipEntry, { length, checksum, tooLong, damage }: Content): string | null {
  if (damage !== null) return `its packed data are damaged (${damage.message})`;
  if (tooLong) return 'it is longer than the archive says; cut there';
  if (entry.size !== null && length < entry.size) return 'it breaks off';
  return entry.checksum !== null && entry.checksum !== checksum ? 'its checksum is wrong' : null;
}
