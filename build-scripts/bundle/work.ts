/** Checks that only look at files. */
const LOCAL: readonly string[] = [
  'agent-settings',
  'disk-space',
  'hibernation',
  'inodes',
  'inotify',
  'memory',
  'mounts',
  'open-files',
  'package-lock',
  'package-state',
  'patch-tools',
  'proxy',
  'time-zone',
];

/** What a bundle is asked to do so that V8 compiles what it is to keep: it changes nothing, and asks nobody. */
export const WORK: readonly (readonly string[])[] = [
  ['diagnose', '--root', 'fixtures/repository-access-denied/evidence', '--format', 'json'],
  ['check', ...LOCAL, '--format', 'json'],
];
