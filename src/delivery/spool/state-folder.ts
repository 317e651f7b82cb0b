import { join } from 'node:path';
import type { Platform } from '../../vocabulary.ts';

/** Where the state of a machine is, below the root of its files. */
export function stateFolder(platform: Platform, root: string, programData: string | null): string {
  switch (platform) {
    case 'windows':
      return programData === null ? join(root, 'ProgramData', 'ssm-doctor') : join(programData, 'ssm-doctor');
    case 'macos':
      return join(root, 'Library', 'Application Support', 'ssm-doctor');
    case 'linux':
      return join(root, 'var', 'lib', 'ssm-doctor');
  }
}
