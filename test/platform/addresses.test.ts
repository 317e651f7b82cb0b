import { expect, test } from 'vitest';
import { isAddress, isPrivateAddress } from '../../src/platform/addresses.ts';

test.each(['10.0.0.1', '169.254.169.254', '::1', 'fd00:ec2::254', 'fe80::1%eth0'])(
  '%s is an address',
  (host) => {
    expect(isAddress(host)).toBe(true);
  },
);

test.each(['', 'localhost', 'ssm.eu-west-1.amazonaws.com', '10.0.0', '10.0.0.256', 'a:b', 'proxy:3128'])(
  '%j is none',
  (host) => {
    expect(isAddress(host)).toBe(false);
  },
);

test.each([
  ['10.1.2.3', true],
  ['100.64.0.1', true],
  ['172.32.0.1', false],
  ['52.95.110.1', false],
  ['fd12::1', true],
  ['2600:1f00::1', false],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});
