import { type Mount, mountOf, parseMounts } from '../../../parsers/host/mountinfo.ts';
import { FilesError } from '../../platform/files.ts';
import type { Room } from '../../platform/space.ts';
import type { Platform } from '../../vocabulary.ts';
import type { Scene } from '../scene.ts';

/** A folder that has to be written, and the file system that it lies on. */
export interface FolderRoom {
  /** As the instance names it. */
  readonly folder: string;
  readonly use: 'state' | 'logs' | 'temporary' | 'packages' | 'system' | 'boot';
  /** Null where the system does not tell. */
  readonly room: Room | null;
  readonly mount: Mount | null;
  /** It lies on a mount that does not answer. */
  readonly isSilent: boolean;
}

type Folders = readonly (readonly [folder: string, use: FolderRoom['use']])[];

const FOLDERS: Readonly<Record<Platform, Folders>> = {
  linux: [
    ['/var/lib/amazon/ssm', 'state'],
    ['/var/log/amazon/ssm', 'logs'],
    ['/tmp', 'temporary'],
    ['/var/tmp', 'temporary'],
    ['/var/cache', 'packages'],
    ['/var/lib', 'packages'],
    ['/usr', 'system'],
    ['/', 'system'],
    ['/boot', 'boot'],
  ],
  macos: [
    ['/opt/aws/ssm', 'state'],
    ['/var/log/amazon/ssm', 'logs'],
    ['/private/tmp', 'temporary'],
    ['/Library/Updates', 'packages'],
    ['/', 'system'],
  ],
  windows: [
    ['/ProgramData/Amazon/SSM', 'state'],
    ['/Windows/Temp', 'temporary'],
    ['/Windows/SoftwareDistribution', 'packages'],
  ],
};

/** The folders that the agent, its patching and the package manager write to; those that are there. */
export function folderRooms(scene: Scene): Promise<readonly FolderRoom[]> {
  return scene.once('folder-rooms', () => {
    const mounts = mountsOf(scene);
    const rooms = FOLDERS[scene.machine.platform].map(([folder, use]) => {
      const path = scene.path(folder);
      const room = roomAt(scene, path);
      if (room === 'absent') return null;
      if (room === 'silent') {
        // A link may lead there, which nobody may follow.
        const mount = mountOf(scene.silent, path) ?? scene.silent[0] ?? null;
        return { folder, use, room: null, mount, isSilent: true };
      }
      return { folder, use, room, mount: mounts && mountOf(mounts, path), isSilent: false };
    });
    return rooms.filter((room) => room !== null);
  });
}

function roomAt(scene: Scene, path: string): Room | null | 'absent' | 'silent' {
  try {
    return scene.space.of(path);
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    if (error.code === 'ETIMEDOUT') return 'silent';
    return error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'absent' : null;
  }
}

/** Null where the kernel does not list them. */
function mountsOf(scene: Scene): readonly Mount[] | null {
  if (scene.machine.platform !== 'linux' || scene.programs === null) return null;
  const file = scene.text('/proc/self/mountinfo');
  return file.kind === 'text' ? parseMounts(file.text) : null;
}
