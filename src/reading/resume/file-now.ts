import type { Entry, Files } from '../../platform/files.ts';
import { digestsOf, textSizeOf } from './marks.ts';
import type { FileNow } from './positions.ts';

/** A file as it is now, to be held against what is known. */
export function fileNow(
  files: Files,
  { path, entry }: { readonly path: string; readonly entry: Entry },
): FileNow {
  const { identity, size, modified } = entry;
  const packed = isPacked(path);
  const textSize = textSizeOf(files, path, size, packed);
  return { path, identity, size, modified, textSize, digest: digestsOf(files, path, packed) };
}

/** By its name: a log that was packed after its rotation. */
export function isPacked(path: string): boolean {
  return /\.gz$/i.test(path);
}
