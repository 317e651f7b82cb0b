/**
 * What the caller gave cannot be used. The message says, in one sentence each or less, what was expected, what was
 * found, and what to do; it is meant to be printed alone, without a stack.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}
