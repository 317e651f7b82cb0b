import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Mounts a file system in memory over a folder; false where this process may not. */
export function mountSmallDisk(folder: string, options: string): boolean {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return false;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

/** Changes its options while it is mounted. */
export function remount(folder: string, options: string): void {
  spawnSync('mount', ['-o', `remount,${options}`, folder]);
}

export function unmount(folder: string): void {
  spawnSync('umount', ['-l', folder]);
}

/** Leaves no room in it; gives what makes room again. */
export function fill(folder: string): () => void {
  const fillers: string[] = [];
  try {
    for (;;) {
      const filler = join(folder, `filler${fillers.length}`);
      fillers.push(filler);
      writeFileSync(filler, Buffer.alloc(4096));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return () => {
    for (const filler of fillers) rmSync(filler, { force: true });
  };
}
