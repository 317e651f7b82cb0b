import { join } from 'node:path';
import { openPrivateFolder, type PrivateFolder } from '../../platform/private-folder.ts';
import { Aside } from './aside.ts';
import { Sent } from './sent.ts';
import { Spool } from './spool.ts';

/** In the folder of the state: what waits to be sent. */
export const SPOOL_FOLDER = 'spool';

/** What is kept on disk from one run to the next. */
export interface State {
  readonly path: string;
  readonly spool: Spool;
  readonly sent: Sent;
  readonly locks: PrivateFolder;
}

/**
 * Opens the folder of the state, and makes it where it is missing.
 *
 * @throws FolderError when it cannot be made or others could change what is in it
 */
export function openState(path: string): State {
  const top = openPrivateFolder(path);
  const spool = openPrivateFolder(join(path, SPOOL_FOLDER));
  const aside = new Aside(openPrivateFolder(join(path, 'aside')));
  return {
    path,
    spool: new Spool(spool, aside),
    sent: new Sent(top),
    locks: openPrivateFolder(join(path, 'locks')),
  };
}
