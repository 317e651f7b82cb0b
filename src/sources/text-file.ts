import { type Files, FilesError } from '../platform/files.ts';

/**
 * The beginning of a file as text, at most `most` bytes; null when it cannot be read. Byte order marks of UTF-8 and
 * UTF-16 are honoured and left out.
 */
export function headOf(files: Files, path: string, most: number): string | null {
  try {
    const file = files.open(path);
    try {
      const bytes = new Uint8Array(Math.min(most, file.entry.size));
      let filled = 0;
      while (filled < bytes.length) {
        const got = file.read(bytes.subarray(filled), filled);
        if (got === 0) break;
        filled += got;
      }
      return textOf(bytes.subarray(0, filled));
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof FilesError) return null;
    throw error;
  }
}

function textOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
