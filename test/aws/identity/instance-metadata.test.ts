import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { InstanceMetadata, MetadataError } from '../../../src/aws/identity/instance-metadata.ts';
import { NetworkError } from '../../../src/platform/network.ts';
import { nodeNetwork } from '../../../src/platform/node-network.ts';
import { type ImdsBehaviour, startFakeImds } from '../../support/fake-imds.ts';

const ID = '/latest/meta-data/instance-id';
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

async function troubleWith(environment: Record<string, string>): Promise<[string, string]> {
  const metadata = new InstanceMetadata({ environment, network: nodeNetwork() });
  const error = await metadata.get(ID).catch((caught: unknown) => caught);
  return error instanceof MetadataError ? [error.trouble, error.message] : ['', String(error)];
}

async function troubleOf(mode: ImdsBehaviour['mode']): Promise<[string, string]> {
  await using imds = await startFakeImds({ mode });
  const trouble = await troubleWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url });
  expect(imds.versionOneAttempts).toBe(0);
  return trouble;
}

describe('InstanceMetadata', () => {
  test.each(['ok', 'busy', 'forgetful'] as const)(
    'asks within a session of a service that is %s',
    async (mode) => {
      await using imds = await startFakeImds({ mode });
      const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: `${imds.url}/` };
      const metadata = new InstanceMetadata({ environment, network: nodeNetwork() });
      expect(await metadata.get(ID)).toBe('i-0synthetic0000001');
      expect(await metadata.get('/latest/meta-data/placement/region')).toBe('eu-west-1');
      expect(metadata.address).toBe(imds.url);
      expect(imds.versionOneAttempts).toBe(0);
      if (mode === 'ok') expect(imds.requests.filter((what) => what.startsWith('PUT'))).toHaveLength(1);
    },
  );

  test('says that an answer which does not arrive is the hop limit', async () => {
    const [trouble, message] = await troubleOf('hop-limit');
    expect(trouble).toBe('hop-limit');
    expect(message).toContain('from within a container');
    expect(message).toContain('raise HttpPutResponseHopLimit to 2');
  });

  test('says when they are switched off, and does not fall back to version 1', async () => {
    expect(await troubleOf('forbidden')).toEqual([
      'forbidden',
      expect.stringContaining('HttpEndpoint to enabled'),
    ]);
    expect(await troubleOf('version-1')).toEqual(['refused', expect.stringContaining('knows no sessions')]);
  });

  test('asks nobody where a variable says so', async () => {
    expect((await troubleWith({ AWS_EC2_METADATA_DISABLED: 'TRUE' }))[0]).toBe('disabled');
  });

  test('says when nobody is there, and what is wrong with the variables', async () => {
    let gone = '';
    {
      await using imds = await startFakeImds();
      gone = imds.url;
    }
    expect((await troubleWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: gone }))[0]).toBe('unreachable');
    expect((await troubleWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://a@b/' }))[0]).toBe('settings');
    expect((await troubleWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv5' }))[0]).toBe('settings');
  });

  test.each([
    [{}, ['http://169.254.169.254', 'http://[fd00:ec2::254]']],
    [{ AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' }, ['http://[fd00:ec2::254]']],
    [{ AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv4' }, ['http://169.254.169.254']],
  ])('with the variables %j asks at %j', async (environment, addresses) => {
    const asked: string[] = [];
    const network = {
      request: async ({ method, url }: { method: string; url: string }) => {
        asked.push(`${method} ${url}`);
        throw new NetworkError('unreachable', 'ENETUNREACH');
      },
    };
    await expect(new InstanceMetadata({ environment, network }).get(ID)).rejects.toThrow('ENETUNREACH');
    expect(asked).toEqual(addresses.map((address) => `PUT ${address}/latest/api/token`));
  });

  test.skipIf(!hasIpv6)('asks over IPv6', async () => {
    await using imds = await startFakeImds({}, '::1');
    const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url };
    expect(await new InstanceMetadata({ environment, network: nodeNetwork() }).get(ID)).toContain(
      'i-0synthetic',
    );
  });
});
