import { type Files, FilesError, type OpenFile } from './files.ts';

/** The text of a small file, or why there is none. */
export type SmallText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** The system's code. */
  | { readonly kind: 'refused'; readonly code: string };

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ESRCH']);
const LARGEST = 256 * 1024;

/** Enough for most files of /proc; a file that tells its size is read at once. */
const FIRST = 4096;

/** Reads to the end, whatever size the file says it has: those of /proc and /sys say zero. */
export function readSmallText(files: Files, path: string, most = LARGEST): SmallText {
  try {
    const file = files.open(path);
    try {
      return { kind: 'text', text: textOf(file, most) };
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    return ABSENT.has(error.code) ? { kind: 'absent' } : { kind: 'refused', code: error.code };
  }
}

function textOf(file: OpenFile, most: number): string {
  let bytes = Buffer.allocUnsafe(Math.min(most, Math.max(FIRST, file.entry.size + 1)));
  let filled = 0;
  for (let got = -1; got !== 0 && filled < most; filled += got) {
    if (filled === bytes.length) {
      const more = Buffer.allocUnsafe(Math.min(most, 2 * bytes.length));
      bytes.copy(more);
      bytes = more;
    }
    got = file.read(bytes.subarray(filled), filled);
  }
  return bytes.toString('utf8', 0, filled);
}
