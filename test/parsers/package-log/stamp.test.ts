import { describe, expect, test } from 'vitest';
import { parsePackageStamp } from '../../../parsers/package-log/stamp.ts';

const at = Date.UTC(2026, 10, 20, 4, 0, 43);

describe('the time of a line of a package manager', () => {
  test.each([
    ['2026-11-20 04:00:43 remove amazon-ssm-agent:amd64 3.3 <none>', '2026-11-20 04:00:43', at, 'local'],
    ['2026-11-20 04:00:43|remove |amazon-ssm-agent|3.3-1|', '2026-11-20 04:00:43', at, 'local'],
    ['2026-11-20T04:00:43Z SUBDEBUG Erased: x', '2026-11-20T04:00:43Z', at, 'utc'],
    ['2026-11-20T05:30:43+0130 SUBDEBUG Erase: x', '2026-11-20T05:30:43+0130', at, 'utc'],
    ['2026-11-19T23:00:43-0500 SUBDEBUG Erase: x', '2026-11-19T23:00:43-0500', at, 'utc'],
    ['Nov  2 04:00:43 Erased: x', 'Nov  2 04:00:43', null, 'local'],
  ])('of %s', (line, stamp, time, clock) => {
    expect(parsePackageStamp(line)).toEqual({ stamp, at: time, clock });
  });

  test('is none where a line begins with something else', () => {
    expect(parsePackageStamp('Removing amazon-ssm-agent (3.3.1957.0-1) ...')).toBeNull();
    expect(parsePackageStamp('Remove: amazon-ssm-agent:amd64 (3.3.1957.0-1)')).toBeNull();
  });
});
