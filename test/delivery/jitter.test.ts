import { describe, expect, it } from 'vitest';
import { jitter } from '../../src/delivery/jitter.ts';

describe('the jitter', () => {
  it('spreads the nodes of a fleet over half a minute', () => {
    const waits = Array.from({ length: 3000 }, (_, index) =>
      jitter(`i-${String(index).padStart(17, '0')}`, 1_795_392_000_000),
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    const thirds = [0, 1, 2].map(
      (third) => waits.filter((wait) => Math.floor(wait / 10_001) === third).length,
    );
    for (const count of thirds) expect(count).toBeGreaterThan(800);
  });

  it('is another one the next time', () => {
    expect(jitter('i-0synthetic0000001', 1)).not.toBe(jitter('i-0synthetic0000001', 2));
  });
});
