/** Why something could not be delivered; scripts may rely on these words. */
export type TroubleCode =
  | 'busy'
  | 'certificate'
  | 'clock'
  | 'content-refused'
  | 'credentials-expired'
  | 'credentials-missing'
  | 'credentials-unknown'
  | 'invalid'
  | 'not-allowed'
  | 'not-registered'
  | 'not-the-service'
  | 'proxy'
  | 'refused'
  | 'service-failed'
  | 'settings'
  | 'signature'
  | 'throttled'
  | 'timeout'
  | 'too-large'
  | 'too-many-types'
  | 'unreachable'
  | 'unresolvable';

/** A request that was not accepted in the end. The message is one sentence or two, meant to be printed alone. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: TroubleCode;

  constructor(code: TroubleCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The same content will be refused again, whatever is mended around it. */
export function isAboutContent(code: TroubleCode): boolean {
  return code === 'content-refused' || code === 'invalid' || code === 'too-large';
}

/** It may go by on its own. */
export function isPassing(code: TroubleCode): boolean {
  return PASSING.has(code);
}

const PASSING: ReadonlySet<TroubleCode> = new Set<TroubleCode>([
  'busy',
  'credentials-expired',
  'service-failed',
  'throttled',
  'timeout',
  'unreachable',
  'unresolvable',
]);
