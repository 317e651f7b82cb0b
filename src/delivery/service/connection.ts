import type { ClientSettings } from '../../aws/endpoint/client-settings.ts';

/** How the service is reached, and as whom. Its credentials fail with a DeliveryError. */
export interface Connection extends ClientSettings {
  /** Of this program, for the account's logs. */
  readonly version: string;
}
