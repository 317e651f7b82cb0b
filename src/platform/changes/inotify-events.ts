import { watch } from 'node:fs';
import { basename } from 'node:path';
import type { FolderEvents } from './events.ts';

/**
 * One inotify watch a folder, and nothing else: no listing, no look at a file.
 *
 * Why this and not chokidar 6 on Linux (2 cores, Node 22, depth 0, all below the folder ignored, `raw` events): a log
 * folder of 40 files in which 1,100 lines a second are written cost 2.4 to 4.9 % of a core and 5.5 MB, here 1.1 to
 * 2.6 % (which `bustle.ts` brings down) and 0.5 MB; an orchestration root of 6,000 folders is listed and each of
 * them looked at, 0.2 s of CPU and 14 MB, here nothing; 30 folders of runs of which 10 a second come and go cost 1.2 %
 * of a core, here 0.3 %. Without `ignored` it looks at each file upon each event: 6 to 16 %.
 */
export const inotifyEvents: FolderEvents = {
  looksWhenBusy: true,
  hearsFiles: true,
  open(folder, { happened, ended, broken }) {
    const own = basename(folder);
    // A folder's end comes as a rename of its own name; so does a name in it that is the same, which is rare.
    const watcher = watch(folder, (event, name) =>
      event === 'rename' && name === own ? ended() : happened(name),
    );
    watcher.on('error', broken);
    return watcher;
  },
};
