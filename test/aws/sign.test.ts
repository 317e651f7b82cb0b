import { type BinaryLike, createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import { domainOf, serviceHost } from '../../src/aws/service-host.ts';
import { signedHeaders } from '../../src/aws/sign.ts';

const NOW = Date.UTC(2026, 10, 25, 8, 9, 10);
const KEYS = { accessKeyId: 'AKIASYNTHETIC0000001', secretAccessKey: 'c3ludGhldGljLXNlY3JldA' };

/** As the SDK wants a hash. */
class Sha256 {
  readonly #hash;
  constructor(secret?: BinaryLike) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: BinaryLike): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

test.each([
  ['with a token', { sessionToken: 'bm8tdG9rZW4=' }],
  ['without', {}],
])('signs as the SDK does, %s', async (_name, token) => {
  const credentials = { ...KEYS, ...token };
  const request = {
    host: 'ssm.eu-west-1.amazonaws.com',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.ListInstanceAssociations',
    },
    body: '{"InstanceId":"i-0synthetic0000001"}',
  };
  const own = signedHeaders(request, credentials, { region: 'eu-west-1', service: 'ssm', now: NOW });
  const signer = new SignatureV4({
    ...{ credentials, region: 'eu-west-1', service: 'ssm', applyChecksum: false },
    sha256: Sha256 as never,
  });
  const theirs = await signer.sign(
    {
      ...{ method: 'POST', protocol: 'https:', hostname: request.host, path: '/', body: request.body },
      headers: { ...request.headers, host: request.host },
    },
    { signingDate: new Date(NOW) },
  );
  expect(own.authorization).toBe(theirs.headers.authorization);
  expect(own['x-amz-date']).toBe('20261125T080910Z');
});

test.each([
  ['eu-west-1', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-north-1', 'amazonaws.com.cn'],
  ['us-isob-east-1', 'sc2s.sgov.gov'],
  ['us-iso-east-1', 'c2s.ic.gov'],
  ['eusc-de-east-1', 'amazonaws.eu'],
])('knows the domain of %s', (region, domain) => {
  expect(domainOf(region)).toBe(domain);
  expect(serviceHost('ssm', region)).toBe(`ssm.${region}.${domain}`);
});
