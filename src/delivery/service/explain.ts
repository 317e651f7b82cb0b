import { type Asked, host, place, said, type Trouble } from './asked.ts';
import { connectionRefusal, connectionTrouble } from './connection-trouble.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Failure } from './failure.ts';
import { kindOf } from './kinds.ts';
import { clockOff } from './times.ts';

/** Says what is missing, by the last failure of a request. */
export function explain(failure: Failure, asked: Asked, options?: ErrorOptions): DeliveryError {
  const [code, message] = byName(failure, asked) ?? byKind(failure, asked);
  return new DeliveryError(code, message, options);
}

function byName(failure: Failure, asked: Asked): Trouble | null {
  const { operation, node, type } = asked;
  const action = `ssm:${operation}`;
  switch (failure.name) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return ['not-allowed', notAllowed(failure, action, node)];
    case 'InvalidResourceId':
    case 'InvalidInstanceId':
    case 'InvalidInstanceIdException':
      return [
        'not-registered',
        `${place(asked)} does not know ${node}, or the credentials are of another node; check that the node is registered there`,
      ];
    case 'InvalidResourceType':
      return ['refused', `${place(asked)} takes no compliance items for ${node}: it is no managed node`];
    case 'ComplianceTypeCountLimitExceededException':
      return [
        'too-many-types',
        `${node} has as many custom compliance types as a node may have, and ${type} is another; name one of them with --type`,
      ];
    case 'CustomSchemaCountLimitExceededException':
      return [
        'too-many-types',
        `the account has as many custom inventory types as it may have, and ${type} is another; delete one, or name one with --inventory-type`,
      ];
    case 'ItemSizeLimitExceededException':
    case 'TotalSizeLimitExceededException':
      return ['too-large', `${type} is too large: ${said(failure)}; leave out causes with --min-severity`];
    case 'InvalidItemContentException':
      return ['content-refused', `the content of ${type} is refused: ${said(failure)}`];
    case 'UnknownOperationException':
      return ['not-the-service', `${host(asked)} does not know ${operation}; check the endpoint`];
    case 'ValidationException':
    case 'InvalidTypeNameException':
    case 'UnsupportedInventorySchemaVersionException':
      return ['invalid', `${operation} of ${type} is refused: ${said(failure)}`];
    default:
      return null;
  }
}

/** The service names the role: `User: arn:aws:sts::…:assumed-role/ROLE/… is not authorized to perform: …`. */
function notAllowed({ message }: Failure, action: string, node: string): string {
  const who = /arn:[\w-]{1,20}:(?:sts|iam)::\S{1,400}/.exec(message)?.[0] ?? 'the role of these credentials';
  return `${who} may not call ${action} for ${node}; allow it (AmazonSSMManagedInstanceCore does)`;
}

function byKind(failure: Failure, asked: Asked): Trouble {
  switch (kindOf(failure)) {
    case 'throttled':
      return ['throttled', `${place(asked)} is throttling (${failure.name})`];
    case 'server':
      return ['service-failed', `${place(asked)} failed: ${said(failure)}`];
    case 'network':
    case 'timeout':
      return connectionTrouble(failure, asked);
    case 'credentials':
      return credentials(failure, asked);
    case 'clock':
      return ['clock', clock(failure)];
    default:
      return rest(failure, asked);
  }
}

function credentials(failure: Failure, asked: Asked): Trouble {
  return /expired/i.test(failure.name)
    ? [
        'credentials-expired',
        'the credentials have expired and there are no newer ones; check that the SSM Agent runs and renews them',
      ]
    : [
        'credentials-unknown',
        `${place(asked)} does not know these credentials (${failure.name}); they are deleted, or of another partition`,
      ];
}

function clock({ clockAhead }: Failure): string {
  const off = clockAhead === null ? 'off' : clockOff(clockAhead);
  return `the clock of this machine is ${off}, and the correction did not help; set it (chrony, w32time)`;
}

function rest(failure: Failure, asked: Asked): Trouble {
  const { name, message, httpStatus } = failure;
  const connection = connectionRefusal(failure, asked);
  if (connection !== null) return connection;
  if (/scoped to a valid region/.test(message)) return ['settings', otherRegion(asked)];
  if (/Signature/.test(name) || name === 'AuthFailure')
    return [
      'signature',
      `${place(asked)} does not accept the signature: the secret key is not the right one`,
    ];
  if (httpStatus !== null && !/Exception$|^Invalid/.test(name))
    return [
      'not-the-service',
      `${host(asked)} answers with HTTP ${httpStatus}, not as Systems Manager does; check the endpoint, and whether a proxy or a portal answers in its place`,
    ];
  return ['refused', `${place(asked)} refuses ${asked.operation}: ${said(failure)}`];
}

function otherRegion(asked: Asked): string {
  return `${place(asked)} is not of ${asked.connection.region}; correct the region (--region) or the endpoint`;
}
