import { expect, test } from 'vitest';
import { isPrivateAddress } from '../../src/platform/addresses.ts';

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
