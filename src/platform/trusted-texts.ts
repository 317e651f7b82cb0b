import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { doubtOn, doubtOnFolder, type Refusal } from './ownership.ts';

/** A small file that nobody but its owner, this user or root, could have written. */
export interface TrustedText {
  readonly path: string;
  readonly text: string;
}

export interface TrustedTexts {
  readonly texts: readonly TrustedText[];
  readonly refusals: readonly Refusal[];
}

export interface TrustLimits {
  /** Which names in a folder are read. */
  readonly named: RegExp;
  /** Bytes of one file. */
  readonly size: number;
  readonly files: number;
  /**
   * Whether files that others may write are refused: who runs as root must not take over what anybody wrote. Has no
   * effect on Windows, where the permissions of a file are not in its mode.
   */
  readonly onlyOwners: boolean;
}

const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The texts of a folder, without its subfolders, by name; or of one file. Links in it are not followed; where the
 * path itself leads over a link, what the link leads to is judged.
 */
export function readTrustedTexts(given: string, limits: TrustLimits): TrustedTexts {
  const refusals: Refusal[] = [];
  const texts: TrustedText[] = [];
  try {
    const real = realpathSync(given);
    const isFolder = lstatSync(real).isDirectory();
    const folder = isFolder ? real : dirname(real);
    const doubt = limits.onlyOwners ? doubtOnFolder(folder) : null;
    if (doubt !== null) return { texts, refusals: [doubt] };
    const names = isFolder
      ? readdirSync(real)
          .filter((name) => limits.named.test(name))
          .sort()
      : [''];
    if (names.length > limits.files)
      return {
        texts,
        refusals: [
          {
            path: given,
            message: `expected at most ${limits.files} files, found ${names.length}; put several rules in one`,
          },
        ],
      };
    for (const name of names) {
      const shown = name === '' ? given : join(given, name);
      const text = readOne(join(real, name), limits);
      if (typeof text === 'string') texts.push({ path: shown, text });
      else refusals.push({ path: shown, message: text.message });
    }
  } catch (error) {
    refusals.push({ path: given, message: refusalText(error) });
  }
  return { texts, refusals };
}

function readOne(path: string, limits: TrustLimits): string | { readonly message: string } {
  let fd = -1;
  try {
    if (constants.O_NOFOLLOW === undefined && lstatSync(path).isSymbolicLink()) return { message: LINK };
    fd = openSync(path, OPEN_FLAGS);
    const stats = fstatSync(fd);
    if (!stats.isFile()) return { message: 'expected a file, found a folder, pipe or device; remove it' };
    const doubt = limits.onlyOwners ? doubtOn(stats, 'file', false) : null;
    if (doubt !== null) return { message: doubt };
    if (stats.size > limits.size)
      return { message: `expected at most ${limits.size} bytes, found ${stats.size}; divide it` };
    const bytes = Buffer.alloc(limits.size);
    let filled = 0;
    for (let got = -1; got !== 0 && filled < bytes.length; filled += got)
      got = readSync(fd, bytes, filled, bytes.length - filled, filled);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, filled));
  } catch (error) {
    return {
      message: error instanceof TypeError ? 'expected UTF-8 text, found other bytes' : refusalText(error),
    };
  } finally {
    if (fd !== -1) closeSync(fd);
  }
}

const LINK = 'expected a file, found a link, which is not followed; put the file itself here';

function refusalText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ELOOP') return LINK;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is nothing here; check the path';
  if (code === 'EACCES' || code === 'EPERM')
    return 'it may not be read; run as root, or as Administrator on Windows';
  return `it cannot be read: ${code}`;
}
