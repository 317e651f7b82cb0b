import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import type { Extraction } from './extraction.ts';
import type { ByteRange } from './pump.ts';
import { obstacleOf, unpackZipEntry, type ZipEntry } from './zip-entry.ts';
import { salvageZip } from './zip-salvage.ts';

/** Systems whose zip programs put the file mode into the attributes (APPNOTE 4.4.2): Unix, macOS. */
const WITH_MODE: readonly number[] = [3, 19];
const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const REGULAR = 0o100000;

/**
 * Unpacks a zip file by its list of files, which stands at its end; a file that was cut, and so has none, entry by
 * entry. Damage is told to `extraction`; only a disk that is full is thrown.
 */
export async function readZip(range: ByteRange, extraction: Extraction): Promise<void> {
  const zip = await openList(range);
  if (zip === null) {
    await salvageZip(range, extraction);
    return;
  }
  const list = zip.eachEntry();
  while (!extraction.isFull) {
    extraction.checkpoint();
    const next = await nextOf(list);
    if (next === 'end') return;
    if (next === 'damaged') {
      extraction.damaged('malformed', 'its list of files is damaged; files further down are missing');
      return;
    }
    await unpack(zip, next, range, extraction);
  }
}

/** Null when the list is missing. Sizes are checked later, so that one wrong entry does not hide the others. */
async function openList({ fd }: ByteRange): Promise<ZipFile | null> {
  try {
    return await fromFdPromise(fd, { autoClose: false, decodeStrings: false, validateEntrySizes: false });
  } catch {
    return null;
  }
}

async function nextOf(list: AsyncIterator<Entry>): Promise<Entry | 'end' | 'damaged'> {
  try {
    const next = await list.next();
    return next.done === true ? 'end' : next.value;
  } catch {
    return 'damaged';
  }
}

async function unpack(zip: ZipFile, listed: Entry, range: ByteRange, extraction: Extraction): Promise<void> {
  const entry = entryOf(listed);
  const type = typeOf(listed);
  if (entry.name.endsWith('/')) return extraction.folderEntry(entry.name, entry.modified);
  if (type === LINK) return extraction.leaveOut(entry.name, 'leaves-root', 'a link, which is not followed');
  if (type !== REGULAR) return extraction.leaveOut(entry.name, 'malformed', 'not a regular file');
  const obstacle = obstacleOf(entry);
  if (obstacle !== null) return extraction.lose(entry.name, ...obstacle);
  const start = await dataStart(zip, listed);
  if (start === null) return extraction.lose(entry.name, 'malformed', 'its header is damaged');
  await unpackZipEntry({ ...range, start, end: start + listed.compressedSize }, entry, extraction);
}

function entryOf(listed: Entry): ZipEntry {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = listed;
  return {
    name: getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false),
    flags: generalPurposeBitFlag,
    method: listed.compressionMethod,
    size: listed.uncompressedSize,
    checksum: listed.crc32,
    modified: listed.getLastModDate().getTime(),
  };
}

/** The type bits of the file mode; what comes from a system without modes is a regular file. */
function typeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  return WITH_MODE.includes(versionMadeBy >>> 8) && type !== 0 ? type : REGULAR;
}

async function dataStart(zip: ZipFile, listed: Entry): Promise<number | null> {
  try {
    return (await zip.readLocalFileHeaderPromise(listed, { minimal: true })).fileDataStart;
  } catch {
    return null;
  }
}
