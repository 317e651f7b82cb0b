import { expect, test } from 'vitest';
import { bootedAt } from '../../src/platform/uptime.ts';

test('a machine that runs this started before it, and says so twice', () => {
  const at = bootedAt();
  expect(at).toBeLessThan(Date.now());
  expect(Math.abs((bootedAt() ?? 0) - (at ?? 0))).toBeLessThan(2000);
});
