import { type Files, FilesError } from '../platform/files.ts';

/** The beginning of a file, or why there is none. */
export type Head =
  | { readonly kind: 'text'; readonly text: string }
  /** Not text in an encoding that is read. */
  | { readonly kind: 'binary' }
  | { readonly kind: 'refused'; readonly error: FilesError };

/**
 * Reads at most `most` bytes from the start, which `unpack` makes bytes of a text of; UTF-16 is decoded, byte order
 * marks are left out.
 */
export function readPlainHead(
  files: Files,
  path: string,
  most: number,
  unpack: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Head {
  try {
    return textOf(unpack(firstBytes(files, path, most)));
  } catch (error) {
    if (error instanceof FilesError) return { kind: 'refused', error };
    throw error;
  }
}

function firstBytes(files: Files, path: string, most: number): Uint8Array {
  const file = files.open(path);
  try {
    const bytes = new Uint8Array(Math.min(most, file.entry.size));
    let filled = 0;
    while (filled < bytes.length) {
      const got = file.read(bytes.subarray(filled), filled);
      if (got === 0) break;
      filled += got;
    }
    return bytes.subarray(0, filled);
  } finally {
    file.close();
  }
}

function textOf(bytes: Uint8Array): Head {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return decoded(bytes, 'utf-16le');
  if (a === 0xfe && b === 0xff) return decoded(bytes, 'utf-16be');
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return decoded(bytes, 'utf-16le');
  return bytes.includes(0) ? { kind: 'binary' } : decoded(bytes, 'utf-8');
}

function decoded(bytes: Uint8Array, encoding: string): Head {
  return { kind: 'text', text: new TextDecoder(encoding).decode(bytes) };
}
