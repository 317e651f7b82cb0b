import { Gunzip } from 'fflate';
import type { Files } from '../platform/files.ts';
import { type Head, readPlainHead } from './plain-head.ts';

/** Reads at most `most` bytes from the start; gzip is unpacked, UTF-16 decoded, byte order marks left out. */
export function readHead(files: Files, path: string, most: number): Head {
  return readPlainHead(files, path, most, (bytes) => (isGzip(bytes) ? unpacked(bytes) : bytes));
}

function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
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
