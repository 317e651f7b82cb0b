/**
 * There is nobody to deliver for: the machine does not say which node it is. The message says what was expected, what
 * was found and what to do; it is meant to be printed alone.
 */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
}
