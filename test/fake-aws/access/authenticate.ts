import { timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../service-error.ts';
import type { ReceivedRequest } from '../wire/receive.ts';
import { type Authorization, authorizationOf } from './authorization.ts';
import type { Key, Keys } from './keys.ts';
import { signatureOf } from './sign-again.ts';
import { checkSkew, timeOf } from './signing-time.ts';

const SERVICE = 'ssm';
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';
const NO_MATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** Whose request it is; refuses one that is not signed as Signature Version 4 demands for this service and region. */
export async function authenticate(
  request: ReceivedRequest,
  { keys, region, now }: { readonly keys: Keys; readonly region: string; readonly now: Date },
): Promise<Key> {
  const authorization = authorizationOf(request.headers);
  const key = keys.get(authorization.accessKeyId);
  const token = request.headers['x-amz-security-token'];
  if (key === undefined || token !== key.sessionToken) {
    throw new ServiceError('UnrecognizedClientException', INVALID_TOKEN);
  }
  checkScope(authorization, region);
  checkSignedHeaders(authorization, request);
  const signedAt = timeOf(request.headers, authorization.day);
  checkSkew(signedAt, now);
  const expected = await signatureOf(request, { key, region, service: SERVICE, signedAt, authorization });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(authorization.signature))) {
    throw new ServiceError('InvalidSignatureException', NO_MATCH);
  }
  if (key.expired) throw new ServiceError('ExpiredTokenException', EXPIRED_TOKEN);
  return key;
}

function checkScope(authorization: Authorization, region: string): void {
  if (authorization.region !== region) {
    throw new ServiceError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${authorization.region}'. `,
    );
  }
  if (authorization.service !== SERVICE) {
    throw new ServiceError(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${SERVICE}'. `,
    );
  }
}

/** The host and all that AWS itself reads must be under the signature. */
function checkSignedHeaders({ signedHeaders }: Authorization, { headers }: ReceivedRequest): void {
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const unsigned = needed.find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) {
    throw new ServiceError(
      'InvalidSignatureException',
      `'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`,
    );
  }
}
