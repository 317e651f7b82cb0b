import { statfs } from 'node:fs/promises';
import { FilesError } from './files.ts';
import type { Room, Space } from './space.ts';

/** The file systems of this machine. */
export function nodeSpace(): Space {
  return { of };
}

async function of(path: string): Promise<Room> {
  try {
    const { bsize, blocks, bfree, files, ffree } = await statfs(path);
    return { size: bsize * blocks, free: bsize * bfree, inodes: files, freeInodes: ffree };
  } catch (error) {
    throw FilesError.of(error, path);
  }
}
