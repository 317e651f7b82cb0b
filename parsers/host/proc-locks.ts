/** A lock that a process holds. */
export interface HeldLock {
  readonly pid: number;
  /** Major and minor number of the device, and the inode: `8:1:1234`. */
  readonly file: string;
}

const LINE =
  /^\d+: +(?:POSIX|FLOCK|OFDLCK) +(?:ADVISORY|MANDATORY) +(?:WRITE|READ) +(\d+) +([0-9a-f]+):([0-9a-f]+):(\d+) /;

/** From proc_locks(5), without those that wait (`->`). */
export function parseLocks(text: string): HeldLock[] {
  return text.split('\n').flatMap((line): HeldLock[] => {
    const [, pid, major, minor, inode] = LINE.exec(line) ?? [];
    if (pid === undefined || major === undefined || minor === undefined) return [];
    const device = `${Number.parseInt(major, 16)}:${Number.parseInt(minor, 16)}`;
    return [{ pid: Number(pid), file: `${device}:${inode}` }];
  });
}

/** The same name for a file by the numbers that `stat` gives (Linux). */
export function lockName(device: number, inode: number): string {
  const major = Math.floor(device / 0x100) & 0xfff;
  const minor = (device & 0xff) | (Math.floor(device / 0x1000) & 0xfff00);
  return `${major}:${minor}:${inode}`;
}
