import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { FakeCredentials } from '../access/keys.ts';
import type { FakeAws } from '../server.ts';

/** What a request by hand may do otherwise than right. */
export interface Deviations {
  readonly credentials?: FakeCredentials;
  readonly region?: string;
  readonly service?: string;
  readonly signedAt?: Date;
  /** The day in the credential's scope. */
  readonly day?: string;
  /** Set, or left out where undefined, after the signing. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Headers beside the usual ones, signed. */
  readonly more?: Readonly<Record<string, string>>;
  /** Headers that are sent and not signed. */
  readonly unsigned?: readonly string[];
  readonly method?: string;
  readonly path?: string;
  /** Sent in place of the body that was signed. */
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

/** Sends one request (a text or bytes as they are, anything else as JSON) that is signed here, by the letter of Signature Version 4, with nothing of the SDK. */
export function byHand(
  fake: FakeAws,
  operation: string,
  input: unknown,
  deviations: Deviations = {},
): Promise<Reply> {
  const body = typeof input === 'string' || input instanceof Buffer ? input : JSON.stringify(input);
  const headers = signedHeaders(fake, operation, body, deviations);
  const changed = Object.entries({ ...headers, ...deviations.headers }).filter(
    ([, value]) => value !== undefined,
  );
  const { method = 'POST', path = '/' } = deviations;
  return new Promise((resolve, reject) => {
    // A connection of its own: a kept one may belong to a service that came back at the same port.
    const options = {
      agent: false as const,
      method,
      path,
      headers: Object.fromEntries(changed) as Record<string, string>,
    };
    const sent = request(fake.url, options, async (response) => {
      try {
        const text = (await response.toArray()).join('');
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: JSON.parse(text) as Record<string, unknown> });
      } catch (error) {
        reject(error);
      }
    });
    sent.once('error', reject);
    sent.end(deviations.body ?? body);
  });
}

function signedHeaders(
  fake: FakeAws,
  operation: string,
  body: string | Buffer,
  deviations: Deviations,
): Record<string, string> {
  const { credentials = fake.credentials, region = fake.node.region, service = 'ssm' } = deviations;
  const { signedAt = new Date(), unsigned = [], method = 'POST', path = '/' } = deviations;
  const time = `${signedAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const day = deviations.day ?? time.slice(0, 8);
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.1',
    host: new URL(fake.url).host,
    'x-amz-date': time,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
    'x-amz-target': `AmazonSSM.${operation}`,
    ...deviations.more,
  };
  const names = Object.keys(headers)
    .filter((name) => !unsigned.includes(name))
    .sort();
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
