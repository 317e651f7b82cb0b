import { statfsSync } from 'node:fs';
import { FilesError } from './files.ts';
import type { Room, Space } from './space.ts';

/**
 * The file systems of this machine. It asks at once: to wait for an answer would start threads that cost more than all
 * answers, and one that never comes could not be given up either way.
 */
export function nodeSpace(): Space {
  return { of };
}

function of(path: string): Room {
  try {
    const { bsize, blocks, bfree, files, ffree } = statfsSync(path);
    return { size: bsize * blocks, free: bsize * bfree, inodes: files, freeInodes: ffree };
  } catch (error) {
    throw FilesError.of(error, path);
  }
}
