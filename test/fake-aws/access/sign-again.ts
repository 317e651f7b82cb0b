import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ReceivedRequest } from '../wire/receive.ts';
import type { Authorization } from './authorization.ts';
import type { FakeCredentials } from './keys.ts';

/** The signature that the request should have, by the SDK's own signer over the headers that the client signed. */
export async function signatureOf(
  { method, path, headers, body }: ReceivedRequest,
  by: {
    readonly key: FakeCredentials;
    readonly region: string;
    readonly service: string;
    readonly signedAt: Date;
    readonly authorization: Authorization;
  },
): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = by.key;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region: by.region,
    service: by.service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const names = by.authorization.signedHeaders;
  // A client may tell the hash of the body in a header; the signer would take its word.
  const own = names.filter((name) => name !== 'x-amz-content-sha256');
  const signed = Object.fromEntries(own.map((name) => [name, String(headers[name])]));
  if (names.includes('x-amz-content-sha256')) {
    signed['x-amz-content-sha256'] = createHash('sha256').update(body).digest('hex');
  }
  const result = await signer.sign(
    { method, protocol: 'http:', hostname: '', path, query: {}, headers: signed, body },
    { signingDate: by.signedAt, signableHeaders: new Set(names) },
  );
  return /Signature=([0-9a-f]{64})$/.exec(result.headers.authorization ?? '')?.[1] ?? '';
}

/** SHA-256 of Node in the form that the signer wants. */
class Sha256 {
  readonly #secret: string | Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = typeof secret === 'string' || secret === undefined ? secret : bytesOf(secret);
    this.#hash = this.#start();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#start();
  }

  #start(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
