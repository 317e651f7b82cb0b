import { Gunzip } from 'fflate';
import { type Files, FilesError } from '../platform/files.ts';

/** The beginning of a file, or why there is none. */
export type Head =
  | { readonly kind: 'text'; readonly text: string }
  /** Not text in an encoding that is read. */
  | { readonly kind: 'binary' }
  | { readonly kind: 'refused'; readonly error: FilesError };

/** Reads at most `most` bytes from the start; gzip is unpacked, UTF-16 decoded, byte order marks left out. */
export function readHead(files: Files, path: string, most: number): Head {
  try {
    const bytes = firstBytes(files, path, most);
    return textOf(bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes) : bytes);
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

/** What the first bytes of a gzip stream hold; damage ends it. */
function unpacked(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const gunzip = new Gunzip((part) => parts.push(part));
  try {
    // Bit by bit, so that little expands at a time and the first text is enough.
    for (let at = 0; at < bytes.length && parts.length === 0; at += 4096) {
      gunzip.push(bytes.slice(at, at + 4096), false);
    }
  } catch {
    return new Uint8Array(0);
  }
  return parts.find((part) => part.length > 0) ?? new Uint8Array(0);
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
