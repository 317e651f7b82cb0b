import { statfsSync } from 'node:fs';

/**
 * File systems that others change, or that a program answers for: the kernel hears of what is done on this machine
 * only. Numbers of statfs(2) (linux/magic.h and the file systems' own headers).
 */
const SILENT: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x47504653, 'GPFS'],
  [0x786f4256, 'VirtualBox'],
  [0xbacbacbc, 'VMware'],
]);

/** The name of the file system, when changes in it may go unheard; `type` as statfs(2) gives it, signed or not. */
export function silentFileSystem(type: number): string | null {
  return SILENT.get(type >>> 0) ?? null;
}

/** The same of the one that a folder is on; null where the system has no such numbers, or does not say. */
export function silentFileSystemOf(folder: string): string | null {
  if (process.platform !== 'linux') return null;
  try {
    return silentFileSystem(statfsSync(folder).type);
  } catch {
    return null;
  }
}
