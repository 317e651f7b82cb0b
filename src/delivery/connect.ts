import { CredentialsError } from '../aws/credentials/credentials.ts';
import { type ClientFlags, clientSettings } from '../aws/endpoint/client-settings.ts';
import { EndpointError } from '../aws/endpoint/endpoint-error.ts';
import type { ManagedNode } from '../aws/identity/managed-node.ts';
import type { Machine } from '../platform/machine.ts';
import type { Connection } from './service/connection.ts';
import { DeliveryError } from './service/delivery-error.ts';

/** How this machine reaches the service for a node. @throws DeliveryError where its settings lead nowhere */
export async function connect(
  machine: Machine,
  node: ManagedNode,
  { version, ...flags }: ClientFlags & { readonly version: string },
): Promise<Connection> {
  try {
    const settings = await clientSettings(machine, node, flags);
    return { ...settings, version, credentials: () => settings.credentials().catch(rethrow) };
  } catch (error) {
    return rethrow(error);
  }
}

function rethrow(error: unknown): never {
  if (error instanceof EndpointError) throw new DeliveryError('settings', error.message, { cause: error });
  if (error instanceof CredentialsError) {
    const code = error.code === 'expired' ? 'credentials-expired' : 'credentials-missing';
    throw new DeliveryError(code, error.message, { cause: error });
  }
  throw error;
}
