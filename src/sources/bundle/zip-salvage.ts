import { readSync } from 'node:fs';
import { dosDateTimeToDate, getFileNameLowLevel, parseExtraFields } from 'yauzl';
import type { Extraction } from './extraction.ts';
import type { ByteRange } from './pump.ts';
import { obstacleOf, unpackZipEntry, type ZipEntry } from './zip-entry.ts';

const LOCAL_HEADER = 0x04034b50;
const HEADER_BYTES = 30;
const SIZES_FOLLOW = 0x8;
const IN_ZIP64 = 0xffffffff;
const ZIP64_FIELD = 1;
/** With and without a signature, with sizes of 4 and of 8 bytes (APPNOTE 4.3.9). */
const DESCRIPTOR_BYTES: readonly number[] = [16, 24, 12, 20];

interface LocalEntry extends ZipEntry {
  /** Where the packed data begin. */
  readonly start: number;
  /** Packed bytes; null where a descriptor behind the data says it. */
  readonly packed: number | null;
}

/** Unpacks a zip file that has lost the list at its end, from the first entry on, until entries no longer follow. */
export async function salvageZip(range: ByteRange, extraction: Extraction): Promise<void> {
  extraction.damaged(
    'malformed',
    'its list of files is missing, so it was cut; files at its end are missing',
  );
  let position: number | null = range.start;
  while (position !== null && !extraction.isFull) {
    extraction.checkpoint();
    const entry = readHeader(range, position);
    position = entry === null ? null : await salvage(range, entry, extraction);
  }
}

/** Returns where the next entry begins; null when that cannot be told. */
async function salvage(range: ByteRange, entry: LocalEntry, extraction: Extraction): Promise<number | null> {
  const { start, packed } = entry;
  const behind = packed === null ? null : start + packed;
  if (entry.name.endsWith('/')) {
    extraction.folderEntry(entry.name, entry.modified);
    return behind ?? start;
  }
  const obstacle = obstacleOf(entry);
  if (obstacle !== null) {
    extraction.lose(entry.name, ...obstacle);
    return behind;
  }
  if (packed === null && entry.method === 0) {
    extraction.lose(entry.name, 'malformed', 'where it ends stands in the list that is missing');
    return null;
  }
  const used = await unpackZipEntry(
    { ...range, start, end: Math.min(behind ?? range.end, range.end) },
    entry,
    extraction,
  );
  if (behind !== null) return behind;
  return used === null ? null : behindDescriptor(range, start + used);
}

function readHeader(range: ByteRange, position: number): LocalEntry | null {
  const header = readAt(range, position, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER) return null;
  const nameLength = header.readUInt16LE(26);
  const variable = readAt(range, position + HEADER_BYTES, nameLength + header.readUInt16LE(28));
  const flags = header.readUInt16LE(6);
  const fields = fieldsOf(variable.subarray(nameLength));
  const sizesFollow = (flags & SIZES_FOLLOW) !== 0;
  const zip64 = fields.find(({ id, data }) => id === ZIP64_FIELD && data.length >= 16)?.data;
  const size = header.readUInt32LE(22);
  const packed = header.readUInt32LE(18);
  return {
    name: getFileNameLowLevel(flags, variable.subarray(0, nameLength), fields, false),
    flags,
    method: header.readUInt16LE(8),
    modified: dosDateTimeToDate(header.readUInt16LE(12), header.readUInt16LE(10)).getTime(),
    checksum: sizesFollow ? null : header.readUInt32LE(14),
    size: sizesFollow
      ? null
      : size === IN_ZIP64 && zip64 !== undefined
        ? Number(zip64.readBigUInt64LE(0))
        : size,
    packed: sizesFollow
      ? null
      : packed === IN_ZIP64 && zip64 !== undefined
        ? Number(zip64.readBigUInt64LE(8))
        : packed,
    start: position + HEADER_BYTES + variable.length,
  };
}

function fieldsOf(bytes: Buffer): ReturnType<typeof parseExtraFields> {
  try {
    return parseExtraFields(bytes);
  } catch {
    return [];
  }
}

function behindDescriptor(range: ByteRange, position: number): number | null {
  const behind = DESCRIPTOR_BYTES.map((length) => position + length);
  return behind.find((start) => readHeader(range, start) !== null) ?? null;
}

function readAt({ fd, end }: ByteRange, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, end - position)));
  return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, position));
}
