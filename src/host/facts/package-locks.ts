import { type HeldLock, lockName, parseLocks } from '../../../parsers/host/proc-locks.ts';
import { FilesError } from '../../platform/files.ts';
import type { Scene } from '../scene.ts';

/** A lock of a package manager, and who holds it. */
export interface PackageLock {
  readonly path: string;
  readonly pid: number;
  /** Null where it is not told. */
  readonly program: string | null;
}

/** Locked by the kernel. */
const LOCKED = [
  '/var/lib/dpkg/lock-frontend',
  '/var/lib/dpkg/lock',
  '/var/lib/apt/lists/lock',
  '/var/cache/apt/archives/lock',
  '/var/lib/rpm/.rpm.lock',
  '/usr/lib/sysimage/rpm/.rpm.lock',
  '/var/cache/dnf/metadata_lock.pid',
];
/** Hold the id of the process that made them. */
const PID_FILES = [
  '/var/run/yum.pid',
  '/run/zypp.pid',
  '/var/cache/dnf/metadata_lock.pid',
  '/var/cache/dnf/download_lock.pid',
  '/var/lib/dnf/rpmdb_lock.pid',
];

/** Every file that is looked at. */
export const LOCK_FILES: readonly string[] = [...new Set([...LOCKED, ...PID_FILES])];

/** Locks that are held now; null where the kernel does not list any. */
export function packageLocks(scene: Scene): readonly PackageLock[] | null {
  const locks = scene.text('/proc/locks');
  if (locks.kind !== 'text') return null;
  const held = parseLocks(locks.text);
  const found = [
    ...LOCKED.flatMap((path) => heldOn(scene, path, held)),
    ...PID_FILES.flatMap((path) => byPid(scene, path)),
  ];
  const isFirst = (one: PackageLock, at: number): boolean =>
    found.findIndex((other) => other.path === one.path) === at;
  return found.filter(isFirst);
}

function heldOn(scene: Scene, path: string, held: readonly HeldLock[]): PackageLock[] {
  try {
    const { identity } = scene.machine.files.look(scene.path(path));
    const [device = 0, inode = 0] = identity.split(':').map(Number);
    const lock = held.find(({ file }) => file === lockName(device, inode));
    return lock === undefined ? [] : [{ path, pid: lock.pid, program: programOf(scene, lock.pid) }];
  } catch (error) {
    if (error instanceof FilesError) return [];
    throw error;
  }
}

/** A file of a process that is gone locks nobody out. */
function byPid(scene: Scene, path: string): PackageLock[] {
  const file = scene.text(path, 64);
  const pid = file.kind === 'text' ? Number(/^\s*(\d{1,10})/.exec(file.text)?.[1] ?? 0) : 0;
  const program = pid > 0 ? programOf(scene, pid) : null;
  return program === null ? [] : [{ path, pid, program }];
}

function programOf(scene: Scene, pid: number): string | null {
  const name = scene.text(`/proc/${pid}/comm`, 64);
  return name.kind === 'text' ? name.text.trim() : null;
}
