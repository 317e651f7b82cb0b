import { closeSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, EXPECTED, openArchive } from './archive.ts';
import { BundleError, codeOf } from './bundle-error.ts';
import { bundleRoot } from './bundle-root.ts';
import { mayBeEvidence } from './evidence.ts';
import { Extraction } from './extraction.ts';
import { printable } from './printable.ts';
import type { SkippedEntry } from './skipped.ts';
import { readTar } from './tar-reader.ts';
import { readZip } from './zip-reader.ts';

export { BundleError } from './bundle-error.ts';
export type { SkippedEntry } from './skipped.ts';

export interface BundleOptions {
  /** Is a file wanted? Paths are those in the archive, with forward slashes. By default all that may be evidence. */
  readonly wanted?: (path: string) => boolean;
  /** Bytes on disk; never more than half of what is free there. */
  readonly maxBytes?: number;
  readonly maxEntries?: number;
  /** Where the folder is made; the system's temporary folder by default. */
  readonly parent?: string;
  /** Ends the unpacking: the folder is removed, and the signal's reason thrown. */
  readonly signal?: AbortSignal;
}

/** An archive that was unpacked to a folder of its own, which only its owner can read. */
export interface Bundle {
  /** Stands for the root of the instance. */
  readonly folder: string;
  /** What was left out or is incomplete, and why; damage of the archive carries the archive's path. */
  readonly skipped: readonly SkippedEntry[];
  /** Is something that was wanted missing, because of damage or a limit? */
  readonly truncated: boolean;
  /** Removes what was unpacked. To be called once the files are no longer needed, also on the way out. */
  remove(): void;
}

const GIB = 2 ** 30;
const MAX_BYTES = 4 * GIB;
const MAX_ENTRIES = 1_000_000;
/** A tar has to be unpacked to be passed over; this times what may be written is read of it. */
const READ_FACTOR = 16;
const MAX_DEPTH = 64;
const MAX_PATH = 2048;

/**
 * Unpacks a support bundle (tar, gzipped tar or zip, told by content). Damage and limits shorten what there is to
 * read, and are said in `skipped`. Throws a `BundleError` when nothing can be used.
 */
export async function openBundle(path: string, options: BundleOptions = {}): Promise<Bundle> {
  const archive = openArchive(path);
  try {
    return await unpack(archive, options);
  } finally {
    closeSync(archive.fd);
  }
}

async function unpack(archive: Archive, options: BundleOptions): Promise<Bundle> {
  const folder = makeFolder(archive.path, options.parent ?? tmpdir());
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const maxBytes = Math.min(options.maxBytes ?? MAX_BYTES, freeBytes(folder) / 2);
  const extraction = new Extraction({ path: archive.path, modified: archive.modified }, folder, {
    wanted: options.wanted ?? mayBeEvidence,
    maxBytes,
    maxEntries: options.maxEntries ?? MAX_ENTRIES,
    maxDepth: MAX_DEPTH,
    maxLength: MAX_PATH,
    windows: process.platform === 'win32',
    signal: options.signal ?? null,
  });
  try {
    await read(archive, extraction, maxBytes * READ_FACTOR);
    if (extraction.files === 0) throw nothingIn(extraction);
    extraction.finish();
    const { skipped, truncated } = extraction;
    return { folder: bundleRoot(folder), skipped, truncated, remove };
  } catch (error) {
    extraction.abandon();
    remove();
    throw error;
  }
}

async function read({ fd, size, kind }: Archive, extraction: Extraction, maxRead: number): Promise<void> {
  const range = { fd, start: 0, end: size };
  if (kind === 'zip') await readZip(range, extraction);
  else await readTar(range, extraction, { gzipped: kind === 'tar.gz', maxRead });
}

function makeFolder(path: string, parent: string): string {
  try {
    return mkdtempSync(join(parent, 'ssm-doctor-'));
  } catch (error) {
    const message = `expected room for the unpacked files; no folder could be made in ${parent} (${codeOf(error)}); set TMPDIR to another folder`;
    throw new BundleError('no-space', path, message, { cause: error });
  }
}

/** Bytes free on the disk of a folder: unpacking must not fill the disk of a machine that is at work. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function nothingIn(extraction: Extraction): BundleError {
  const [first] = extraction.skipped;
  const { path } = extraction.archive;
  const next = 'pack the files again, with their folders';
  if (first === undefined)
    return new BundleError('not-a-bundle', path, `${EXPECTED}; found no file in it; ${next}`);
  return new BundleError(
    'unreadable',
    path,
    `${EXPECTED}; found ${printable(first.file)}: ${first.detail}; ${next}`,
  );
}
