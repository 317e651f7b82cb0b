import { accessDenied } from './access/authorize.ts';
import type { Fault } from './faults.ts';
import type { ManagedNode } from './operations/context.ts';
import { ServiceError } from './service-error.ts';

/** The error by which a fault refuses a request; null where the fault is of another kind. */
export function refusalOf(fault: Fault | null, operation: string, node: ManagedNode): ServiceError | null {
  switch (fault?.kind) {
    case 'refuse': {
      const { type, message = `${type} was asked for.`, status } = fault;
      return new ServiceError(type, message, status === undefined ? {} : { status });
    }
    case 'throttle':
      return new ServiceError('ThrottlingException', 'Rate exceeded');
    case 'internal-error':
      return new ServiceError('InternalServerError', 'Internal Server Error');
    case 'denied':
      return accessDenied(operation, node);
    case 'expired-token':
      return new ServiceError(
        'ExpiredTokenException',
        'The security token included in the request is expired',
      );
    default:
      return null;
  }
}
