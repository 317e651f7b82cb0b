import { ServiceError } from '../service-error.ts';
import type { Key } from './keys.ts';

/** What the usual instance roles allow: a node may write its verdict and may not read it back. */
const OPERATIONS_OF_NODES: readonly string[] = ['PutComplianceItems', 'PutInventory'];

/** Refuses an operation that the holder's policies do not allow. */
export function authorize({ holder }: Key, operation: string, node: { id: string; region: string }): void {
  if (holder === 'node' && !OPERATIONS_OF_NODES.includes(operation)) throw accessDenied(operation, node);
}

export function accessDenied(
  operation: string,
  { id, region }: { id: string; region: string },
): ServiceError {
  return new ServiceError(
    'AccessDeniedException',
    `User: arn:aws:sts::123456789012:assumed-role/node/${id} is not authorized to perform: ssm:${operation} on resource: arn:aws:ssm:${region}:123456789012:* because no identity-based policy allows the ssm:${operation} action`,
  );
}
