import { expect, test } from 'vitest';
import { ShareOfTime } from '../../src/platform/share-of-time.ts';

test('a little at once waits for nothing', () => {
  const share = new ShareOfTime({ oneIn: 100, ahead: 20, longest: 500 });
  for (let now = 0; now < 50; now += 10) {
    expect(share.freeFrom).toBeLessThanOrEqual(now);
    share.spend(now, 4);
  }
});

test('much takes its share of the time, and no more', () => {
  const share = new ShareOfTime({ oneIn: 100, ahead: 20, longest: 5000 });
  let now = 0;
  let spent = 0;
  while (now < 100_000) {
    share.spend(now, 4);
    spent += 4;
    now = Math.max(now + 4, share.freeFrom);
  }
  expect(spent).toBeGreaterThanOrEqual(1000);
  expect(spent).toBeLessThanOrEqual(1000 + 20 + 4);
});

test('the next work waits only so long, however long the last one took', () => {
  const share = new ShareOfTime({ oneIn: 100, ahead: 20, longest: 500 });
  share.spend(1000, 60_000);
  expect(share.freeFrom).toBe(1500);
});

test('what was not used is not kept beyond what may be ahead', () => {
  const share = new ShareOfTime({ oneIn: 100, ahead: 20, longest: 500 });
  share.spend(0, 4);
  share.spend(1_000_000, 24);
  expect(share.freeFrom).toBe(1_000_400);
});
