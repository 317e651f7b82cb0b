import { join } from 'node:path';
import { type Files, FilesError } from '../platform/files.ts';
import type { Platform } from '../report/report.ts';

/** Folders that only one platform has, relative to the root. */
const MARKS: readonly (readonly [Platform, readonly string[]])[] = [
  ['windows', ['ProgramData', 'Windows', 'Program Files', 'C', 'C:']],
  ['macos', ['opt/aws/ssm', 'Library', 'System/Library']],
];

/** The platform that a copied tree comes from: by folders that only it has, else Linux. */
export function detectPlatform(files: Files, root: string): Platform {
  for (const [platform, folders] of MARKS) {
    if (folders.some((folder) => isThere(files, join(root, ...folder.split('/'))))) return platform;
  }
  return 'linux';
}

/** Where the agent leaves something on each platform, relative to the root. */
const AGENT_PLACES = ['var/lib/amazon/ssm', 'var/log/amazon/ssm', 'opt/aws/ssm', 'ProgramData/Amazon/SSM'];

/** Has the agent left anything under this root? */
export function isManagedNode(files: Files, root: string): boolean {
  return AGENT_PLACES.some((place) => isThere(files, join(root, ...place.split('/'))));
}

function isThere(files: Files, path: string): boolean {
  try {
    files.look(path);
    return true;
  } catch (error) {
    if (error instanceof FilesError) return false;
    throw error;
  }
}
