import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { BundleError } from './bundle-error.ts';
import type { Extraction } from './extraction.ts';
import { type ByteRange, pump } from './pump.ts';

const GUNZIP_CHUNK = 64 * 1024;

/** GNU tar hides the real name of a file that it packs sparse, and puts a map before the data. */
const SPARSE = /(?<=^|\/)GNUSparseFile\.\d+\//;

export interface TarOptions {
  readonly gzipped: boolean;
  /** Bytes of the tar that are read at most, so that a small gzip file cannot keep the processor busy for hours. */
  readonly maxRead: number;
}

/** Unpacks a tar file, as far as it goes. Damage is told to `extraction`; only a disk that is full is thrown. */
export async function readTar(range: ByteRange, extraction: Extraction, options: TarOptions): Promise<void> {
  const tar = new TarStream(extraction);
  let read = 0;
  const decoder = options.gzipped ? createGunzip({ chunkSize: GUNZIP_CHUNK }) : null;
  const { damage } = await pump(range, decoder, (bytes) => {
    extraction.checkpoint();
    read += bytes.length;
    if (read <= options.maxRead) return tar.write(bytes);
    extraction.damaged(
      'too-large',
      `it unpacks to more than ${options.maxRead} bytes; the rest was not read`,
    );
    tar.stop();
    return false;
  });
  tar.end(damage === null ? null : `its gzip data are damaged (${damage.message})`);
}

class TarStream {
  readonly #extraction: Extraction;
  readonly #parser: Parser;
  #problem: string | null = null;
  #brokenBlocks = 0;
  /** Nothing more is to be read: the end marker was found, or reading on is of no use. */
  #over = false;

  constructor(extraction: Extraction) {
    this.#extraction = extraction;
    this.#parser = new Parser({ zstd: false, onReadEntry: (entry) => this.#entry(entry) });
    this.#parser.on('ignoredEntry', (entry: ReadEntry) => {
      extraction.lose(
        entry.path,
        'unsupported-encoding',
        `an entry of a kind that is not read (${entry.type})`,
      );
    });
    this.#parser.on('warn', (code: string, _message: string, data: object) => this.#warned(code, data));
    this.#parser.on('error', () => this.stop());
    this.#parser.on('eof', () => this.stop());
  }

  /** False when no more is wanted. */
  write(bytes: Buffer): boolean {
    this.#guarded(() => this.#parser.write(bytes));
    if (this.#extraction.isFull) this.stop();
    return !this.#over;
  }

  stop(): void {
    this.#over = true;
  }

  /** `damage` says why the bytes ended before their time. */
  end(damage: string | null): void {
    const wasOver = this.#over;
    this.#guarded(() => this.#parser.end());
    this.#extraction.done(undefined, 'it breaks off');
    if (this.#brokenBlocks > 0) {
      const detail = `${this.#brokenBlocks} blocks stand where a file should begin, and were passed over`;
      this.#extraction.damaged('malformed', detail);
    }
    if (wasOver) return;
    const found = damage ?? 'it has no end marker, so it was cut';
    this.#extraction.damaged('malformed', `${found}; files behind that are missing`);
  }

  #entry(entry: ReadEntry): void {
    const { path, size } = entry;
    const modified = entry.mtime?.getTime();
    if (this.#begin(entry)) {
      this.#problem = null;
      entry.on('data', (bytes: Buffer) => this.#extraction.write(bytes));
      entry.on('end', () => this.#extraction.done(modified, this.#problem));
      return;
    }
    if (size > 0 && !Number.isSafeInteger(size))
      this.#extraction.lose(path, 'malformed', 'its size is no number');
    entry.resume();
  }

  /** Is it a file that is to be written? */
  #begin({ path, size, type, mtime }: ReadEntry): boolean {
    const extraction = this.#extraction;
    switch (type) {
      case 'File':
      case 'OldFile':
      case 'ContiguousFile':
        if (!Number.isSafeInteger(size)) return false;
        if (!SPARSE.test(path)) return extraction.file(path, size);
        extraction.lose(
          path.replace(SPARSE, ''),
          'unsupported-encoding',
          'a sparse file; pack it without --sparse',
        );
        return false;
      case 'Directory':
      case 'GNUDumpDir':
        extraction.folderEntry(path, mtime?.getTime());
        return false;
      case 'Link':
      case 'SymbolicLink':
        extraction.leaveOut(path, 'leaves-root', 'a link, which is not followed');
        return false;
      default:
        extraction.leaveOut(path, 'malformed', 'not a regular file');
        return false;
    }
  }

  #warned(code: string, data: object): void {
    if (code === 'TAR_ENTRY_INVALID') this.#brokenBlocks += 1;
    else if ('entry' in data) this.#problem = 'it breaks off';
  }

  /** What the parser cannot bear is damage too. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof BundleError) throw error;
      this.#extraction.damaged('malformed', 'a header that cannot be read; files behind it are missing');
      this.stop();
    }
  }
}
