import type { RemedyStep } from '../../vocabulary.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { type FolderRoom, folderRooms } from '../facts/rooms.ts';

/** Less is too little for a run of the patch document, and for a kernel in /boot. */
const LEAST_BYTES = 100e6;
/** On a small file system, as one of boot or in memory, a tenth will do. */
const LEAST_PART = 0.1;
/** With less, room that was missing may still be. */
const PLENTY_BYTES = 1e9;
const PLENTY_INODES = 100_000;
const LEAST_INODES = 1000;
const LEAST_INODES_PART = 0.01;

/** Room in every folder that has to be written. */
export const DISK_SPACE: Check = check({
  name: 'disk-space',
  title: 'Free disk space',
  sees: { HOST_DISK_FULL: 'in-places' },
  gather: folderRooms,
  judge: judgeSpace,
});

export function judgeSpace(rooms: readonly FolderRoom[]): Judgement {
  const known = rooms.filter((one) => one.room !== null && one.room.size > 0 && !isImage(one));
  if (known.length === 0) return { status: 'not-readable', summary: 'the system does not tell free space' };
  const full = known.filter(({ room }) => room !== null && isFull(room.free, room.size));
  const facts = factsOf(
    Object.fromEntries(known.map(({ folder, room }) => [folder, room === null ? null : spaceText(room)])),
  );
  const [first] = full;
  const unseen = foldersOf(rooms.filter(({ room, isSilent }) => room === null && !isSilent));
  if (first?.room == null && unseen.length > 0)
    return {
      status: 'not-readable',
      summary: `what may be looked at has room; run as root to see ${unseen.join(', ')}`,
      facts,
    };
  if (first?.room == null)
    return {
      status: 'ok',
      summary: 'every folder that is written has room',
      facts,
      places: foldersOf(known.filter(({ room }) => room !== null && hasPlenty(room.free, room.size))),
    };
  const places = foldersOf(full);
  return {
    status: 'failed',
    cause: 'HOST_DISK_FULL',
    summary: `no room for ${places.join(', ')}: ${spaceText(first.room)}`,
    facts,
    places,
  };
}

function foldersOf(rooms: readonly FolderRoom[]): string[] {
  return rooms.map(({ folder }) => folder);
}

function isFull(free: number, size: number): boolean {
  return free < Math.min(LEAST_BYTES, size * LEAST_PART);
}

function hasPlenty(free: number, size: number): boolean {
  return free >= Math.min(PLENTY_BYTES, size / 2);
}

/** Images are full by nature, and nothing is written to what may only be read. */
function isImage({ mount }: FolderRoom): boolean {
  return mount !== null && (mount.options.has('ro') || mount.type === 'squashfs');
}

function spaceText({ free, size }: { readonly free: number; readonly size: number }): string {
  return `${bytesText(free)} of ${bytesText(size)} free`;
}

/** In powers of 1000. */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Files that may still be made. */
export const INODES: Check = check({
  name: 'inodes',
  title: 'Free inodes',
  platforms: ['linux', 'macos'],
  sees: { HOST_INODES_EXHAUSTED: 'in-places' },
  gather: folderRooms,
  judge: judgeInodes,
});

export function judgeInodes(rooms: readonly FolderRoom[]): Judgement {
  const counted = rooms.filter((one) => one.room !== null && one.room.inodes > 0 && !isImage(one));
  if (counted.length === 0)
    return { status: 'not-applicable', summary: 'these file systems make inodes as they need them' };
  const out = counted.filter(
    ({ room }) => room !== null && room.freeInodes < Math.min(LEAST_INODES, room.inodes * LEAST_INODES_PART),
  );
  const facts = factsOf(
    Object.fromEntries(
      counted.map(({ folder, room }) => [folder, room && `${room.freeInodes} of ${room.inodes} free`]),
    ),
  );
  if (out.length === 0)
    return {
      status: 'ok',
      summary: 'every folder has inodes left',
      facts,
      places: foldersOf(
        counted.filter(
          ({ room }) => room !== null && room.freeInodes >= Math.min(PLENTY_INODES, room.inodes / 2),
        ),
      ),
    };
  const places = foldersOf(out);
  return {
    status: 'failed',
    cause: 'HOST_INODES_EXHAUSTED',
    summary: `no more files can be made in ${places.join(', ')}`,
    facts,
    places,
  };
}

/** What does not answer, what only may be read, and where scripts may not run. */
export const MOUNTS: Check = check({
  name: 'mounts',
  title: 'Silent, read-only and noexec mounts',
  platforms: ['linux'],
  sees: { HOST_READONLY_FS: 'in-places', HOST_NOEXEC: 'in-places' },
  gather: folderRooms,
  judge: judgeMounts,
});

const WRITTEN: ReadonlySet<FolderRoom['use']> = new Set(['state', 'logs', 'temporary', 'packages']);

export function judgeMounts(rooms: readonly FolderRoom[]): Judgement {
  const mounted = rooms.filter((one) => one.mount !== null);
  if (mounted.length === 0)
    return { status: 'not-readable', summary: 'the mounts of this system are not told' };
  const facts = factsOf(
    Object.fromEntries(
      mounted.map(({ folder, mount }) => [folder, mount && `${mount.point} ${optionsText(mount.options)}`]),
    ),
  );
  const silent = mounted.filter(({ isSilent }) => isSilent);
  if (silent.length > 0)
    return {
      status: 'failed',
      cause: null,
      summary: `does not answer, so that whoever looks at it hangs: ${silent.map(silentText).join(', ')}`,
      facts,
      places: foldersOf(silent),
      remedy: SILENT_REMEDY,
    };
  const readOnly = mounted.filter(({ use, mount }) => WRITTEN.has(use) && mount?.options.has('ro'));
  if (readOnly.length > 0)
    return {
      status: 'failed',
      cause: 'HOST_READONLY_FS',
      summary: `mounted read-only: ${mountedText(readOnly)}`,
      facts,
      places: foldersOf(readOnly),
    };
  const noexec = mounted.filter(({ use, mount }) => use === 'state' && mount?.options.has('noexec'));
  if (noexec.length > 0)
    return {
      status: 'failed',
      cause: 'HOST_NOEXEC',
      summary: `scripts of the agent may not run, mounted noexec: ${mountedText(noexec)}`,
      facts,
      places: foldersOf(noexec),
    };
  return {
    status: 'ok',
    summary: 'what has to be written can be, and scripts of the agent may run',
    facts,
    places: foldersOf(
      mounted.filter(({ mount }) => !mount?.options.has('ro') && !mount?.options.has('noexec')),
    ),
  };
}

const SILENT_REMEDY: readonly RemedyStep[] = [
  {
    step: 'Look at the server or the program that serves the mount, and at the way to it',
    effect: 'read-only',
  },
  {
    step: 'umount --lazy --force, or the server up again, and then restart the agent',
    effect: 'changes-node',
  },
];

function silentText({ folder, mount }: FolderRoom): string {
  return `${folder} (${mount?.type} ${mount?.source})`;
}

function mountedText(rooms: readonly FolderRoom[]): string {
  return rooms
    .map(({ folder, mount }) => (mount?.point === folder ? folder : `${folder} on ${mount?.point}`))
    .join(', ');
}

function optionsText(options: ReadonlySet<string>): string {
  return ['ro', 'rw', 'noexec', 'nosuid', 'nodev'].filter((option) => options.has(option)).join(',');
}
