import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../service-error.ts';

/** The parts of an `Authorization` header of Signature Version 4. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `20261125`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/\s,]+)\/(\d{8})\/([^/\s,]+)\/([^/\s,]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

export function authorizationOf(headers: IncomingHttpHeaders): Authorization {
  const header = headers.authorization;
  if (header === undefined) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, accessKeyId, day, region, service, signed, signature] = FORM.exec(header) ?? [];
  if (!accessKeyId || !day || !region || !service || !signed || !signature) {
    throw new ServiceError(
      'IncompleteSignatureException',
      `Authorization header requires 'Credential', 'SignedHeaders' and 'Signature'. Authorization=${header}`,
    );
  }
  return { accessKeyId, day, region, service, signedHeaders: signed.split(';'), signature };
}
