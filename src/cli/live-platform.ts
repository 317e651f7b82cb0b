import type { Platform } from '../report/report.ts';

/** The platform of this machine. */
export function livePlatform(): Platform {
  return process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'macos' : 'linux';
}
