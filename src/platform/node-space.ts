import { statfs } from 'node:fs';
import { FilesError } from './files.ts';
import type { Room, Space } from './space.ts';

/** The file systems of this machine. */
export function nodeSpace(): Space {
  return { of };
}

function of(path: string): Promise<Room> {
  return new Promise((resolve, reject) => {
    statfs(path, (error, found) => {
      if (error !== null) return reject(FilesError.of(error, path));
      const { bsize, blocks, bfree, files, ffree } = found;
      resolve({ size: bsize * blocks, free: bsize * bfree, inodes: files, freeInodes: ffree });
    });
  });
}
