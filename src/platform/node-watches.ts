import { watch } from 'node:fs';
import { codeOf } from './files.ts';
import type { Watches } from './watches.ts';

/** The watches of this machine. */
export function nodeWatches(): Watches {
  return {
    tryOn(folder) {
      try {
        watch(folder, { persistent: false }).close();
        return null;
      } catch (error) {
        return codeOf(error);
      }
    },
  };
}
