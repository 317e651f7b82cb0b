import type { Client } from './client.ts';
import { AttemptError } from './failure.ts';
import { kindOf } from './kinds.ts';
import type { ComplianceRequest, InventoryRequest } from './requests.ts';
import type { Session } from './session.ts';

/** How a request was accepted. */
export type Accepted = 'whole' | 'without-extra-details' | 'hash-only';

/**
 * Puts all items of a type. Where the service refuses the content of an item, they are put once more with the keys of
 * the service's own schema alone, which `plain` makes.
 *
 * @throws AttemptError
 */
export async function putCompliance(
  session: Session,
  request: ComplianceRequest,
  plain: (request: ComplianceRequest) => ComplianceRequest,
): Promise<Accepted> {
  const put = (given: ComplianceRequest) => (client: Client, limit: number) =>
    client.putCompliance(given, limit);
  try {
    await session.request(put(request));
    return 'whole';
  } catch (error) {
    if (!isKind(error, ['content'])) throw error;
    await session.request(put(plain(request)));
    return 'without-extra-details';
  }
}

/**
 * Puts inventory: its hash alone where the service should know the content (`known` is the hash that it accepted
 * last), and the content when it does not.
 *
 * @throws AttemptError
 */
export async function putInventory(
  session: Session,
  request: InventoryRequest,
  known: string | null,
): Promise<Accepted> {
  if (known === request.Items[0].ContentHash) {
    try {
      const { Content: _, ...item } = request.Items[0];
      await session.request((client, limit) => client.putInventory({ ...request, Items: [item] }, limit));
      return 'hash-only';
    } catch (error) {
      if (!isKind(error, ['hash-unknown', 'content'])) throw error;
    }
  }
  await session.request((client, limit) => client.putInventory(request, limit));
  return 'whole';
}

function isKind(error: unknown, kinds: readonly string[]): boolean {
  return error instanceof AttemptError && kinds.includes(kindOf(error.failure));
}
