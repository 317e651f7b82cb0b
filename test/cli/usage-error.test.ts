import { expect, test } from 'vitest';
import { UsageError } from '../../src/cli/usage-error.ts';

test('a usage error has its code, its name and the error that led to it', () => {
  const cause = new Error('ENOENT');
  const error = new UsageError('expected a folder, found nothing; create it', { cause });
  expect(error).toBeInstanceOf(Error);
  expect(error.code).toBe('usage');
  expect(String(error)).toBe('UsageError: expected a folder, found nothing; create it');
  expect(error.cause).toBe(cause);
});
