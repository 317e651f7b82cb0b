import { type Files, FilesError } from './files.ts';

/** The text of a small file, or why there is none. */
export type SmallText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** The system's code. */
  | { readonly kind: 'refused'; readonly code: string };

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ESRCH']);
const LARGEST = 256 * 1024;

/** Reads to the end, whatever size the file says it has: those of /proc and /sys say zero. */
export function readSmallText(files: Files, path: string, most = LARGEST): SmallText {
  try {
    const file = files.open(path);
    try {
      const bytes = Buffer.alloc(most);
      let filled = 0;
      for (let got = -1; got !== 0 && filled < most; filled += got)
        got = file.read(bytes.subarray(filled), filled);
      return { kind: 'text', text: bytes.toString('utf8', 0, filled) };
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    return ABSENT.has(error.code) ? { kind: 'absent' } : { kind: 'refused', code: error.code };
  }
}
