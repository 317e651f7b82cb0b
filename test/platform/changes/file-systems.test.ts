import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { silentFileSystem, silentFileSystemOf } from '../../../src/platform/changes/file-systems.ts';

test.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xff534d42 | 0, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
])('%i is %s, which does not tell of every change', (type, name) => {
  expect(silentFileSystem(type)).toBe(name);
});

test.each([
  ['ext4', 0xef53],
  ['xfs', 0x58465342],
  ['btrfs', 0x9123683e],
  ['overlay', 0x794c7630],
  ['tmpfs', 0x01021994],
  ['zfs', 0x2fc12fc1],
])('%s tells of each change', (_name, type) => {
  expect(silentFileSystem(type)).toBeNull();
});

test('a folder of this machine tells of each change, and what is not there says nothing', () => {
  expect(silentFileSystemOf(tmpdir())).toBeNull();
  expect(silentFileSystemOf('/not/there')).toBeNull();
});
