/**
 * The service could not be installed or removed. The message says which step failed, why, and what state it left; it is
 * meant to be printed alone.
 */
export class ServiceFailed extends Error {
  override readonly name = 'ServiceFailed';
}
