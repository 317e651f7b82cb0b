import { UsageError } from './usage-error.ts';

/** @throws UsageError where the name of the root is empty */
export function refuseEmptyRoot(root: string | undefined): void {
  if (root === '')
    throw new UsageError('--root: expected a folder or an archive of one, found an empty name; give a path');
}

/** Where the files of this machine are. */
export function liveRoot(): string {
  return process.platform === 'win32' ? `${process.env.SystemDrive ?? 'C:'}\\` : '/';
}
