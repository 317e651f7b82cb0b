import { expect, test } from 'vitest';
import { failureAtEnd } from '../../../src/diagnosis/live/failure.ts';

test.each([
  ['failed to run commands: exit status 1', 1],
  ['E: Could not get lock /var/lib/dpkg/lock-frontend.failed to run commands: exit status 100', 100],
  ['Error loading patching payload\nfailed to run commands: exit status 156', 156],
  ['failed to run commands: exit status 0xffffffff', 'no-status'],
  ['failed to run commands: signal: killed', 'no-status'],
  ['failed to run commands: fork/exec /bin/sh: permission denied', 'no-status'],
  [`${'x'.repeat(5000)}failed to run commands: exit status 2`, 2],
])('the end of a stderr tells of a failure: %s', (text, failure) => {
  expect(failureAtEnd(Buffer.from(text))).toBe(failure);
});

test.each([
  '',
  'E: Could not get lock',
  'failed to run commands: ',
  'failed to run commands: exit status 1\nand more',
  'failed to run commands: exit status 194',
])('or not, as more may come, or a restart: %s', (text) => {
  expect(failureAtEnd(Buffer.from(text))).toBeNull();
});
