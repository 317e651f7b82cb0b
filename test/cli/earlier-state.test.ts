import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { earlierFolder } from '../../src/cli/earlier-state.ts';
import { liveRoot } from '../../src/cli/live-root.ts';
import { stateFolderOf } from '../../src/cli/report-parts.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { nodeMachine } from '../../src/platform/node-machine.ts';

test('this machine has a folder of its own, a copy has none, and what is named comes first', () => {
  const live = (platform: 'linux' | 'macos'): string | null => earlierFolder({}, { platform });
  expect(live('linux')).toBe(join(liveRoot(), 'var', 'lib', 'ssm-doctor'));
  expect(live('macos')).toBe(join(liveRoot(), 'Library', 'Application Support', 'ssm-doctor'));
  expect(earlierFolder({}, { platform: 'windows' })).toMatch(/ProgramData[\\/]ssm-doctor$/);
  expect(earlierFolder({ root: 'copy' }, { platform: 'linux' })).toBeNull();
  expect(earlierFolder({ root: 'copy', state: 'here' }, { platform: 'linux' })).toBe(resolve('here'));
});

test.each(['linux', 'macos', 'windows'] as const)('on %s it is where report keeps its own', (platform) => {
  const machine = nodeMachine({ platform, root: liveRoot(), files: nodeFiles(), live: true });
  expect(earlierFolder({}, { platform })).toBe(stateFolderOf(machine, {}));
});
