/** Why a file could not be written or read, in words, by the system's code. */
export function reasonOf(code: string): string {
  return REASONS.get(code) ?? `the system says ${code}`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no permission; run as root, or as Administrator on Windows'],
  ['EPERM', 'no permission; run as root, or as Administrator on Windows'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota is used up'],
  ['ENOTDIR', 'a file stands in place of its folder'],
  ['EEXIST', 'a file stands in place of its folder'],
  ['ELOOP', 'a link, which is not followed'],
  ['EISDIR', 'a folder stands there'],
]);
