import { chmodSync, symlinkSync } from 'node:fs';
import { get as getHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent, createServer, get } from 'node:https';
import { type AddressInfo, BlockList, type LookupFunction } from 'node:net';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import {
  type ClientFlags,
  type ClientSettings,
  clientSettings,
} from '../../../src/aws/endpoint/client-settings.ts';
import { EndpointError } from '../../../src/aws/endpoint/endpoint-error.ts';
import { type ProxyEnv, shownProxy } from '../../../src/aws/endpoint/proxy.ts';
import type { Machine } from '../../../src/platform/machine.ts';
import { machineWith, onInstance } from '../../support/a-machine.ts';
import { selfSigned } from '../../support/authority.ts';
import { startFakeImds } from '../../support/fake-imds.ts';
import { type FakeProxy, startFakeProxy } from '../../support/fake-proxy.ts';
import { PLACES } from '../../support/identity-files.ts';

const HOST = 'ssm.eu-west-1.amazonaws.com';
const isWindows = process.platform === 'win32';
type Variables = Record<string, string>;

function settingsOf(machine: Machine, flags?: ClientFlags): Promise<ClientSettings> {
  return clientSettings(machine, { region: 'eu-west-1' }, flags);
}

function withVariables(environment: Variables, flags?: ClientFlags): Promise<ClientSettings> {
  return settingsOf(machineWith({}, { environment }), flags);
}

async function refusalOf(settings: Promise<ClientSettings>): Promise<string> {
  const error = await settings.catch((caught: unknown) => caught);
  return error instanceof EndpointError
    ? `${error.code}: ${error.message}`
    : `not refused: ${JSON.stringify(error)}`;
}

function agentSettings(value: object): Record<string, string> {
  return { [PLACES.linux.config]: JSON.stringify(value) };
}

describe('the endpoint', () => {
  test('is left to region and switches where nobody names one', async () => {
    expect(
      await withVariables({ AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'TRUE' }),
    ).toMatchObject({
      region: 'eu-west-1',
      endpoint: null,
      useFips: true,
      useDualstack: true,
      proxy: null,
      ca: null,
    });
    expect(await withVariables({ AWS_USE_FIPS_ENDPOINT: 'false' })).toMatchObject({
      useFips: false,
      useDualstack: false,
    });
  });

  test('is named by a person, by the variables for the service or for all, or by the settings of the agent', async () => {
    const files = agentSettings({ Ssm: { Endpoint: 'vpce-1.ssm.eu-west-1.vpce.amazonaws.com' } });
    const both = {
      AWS_ENDPOINT_URL_SSM: 'https://one.example.com/',
      AWS_ENDPOINT_URL: 'https://all.example.com/path/',
    };
    const endpointWith = async (environment: Variables, flags?: ClientFlags) =>
      (await settingsOf(machineWith(files, { environment }), flags)).endpoint;
    expect(await endpointWith(both, { endpoint: 'http://127.0.0.1:8000' })).toBe('http://127.0.0.1:8000');
    expect(await endpointWith(both)).toBe('https://one.example.com');
    expect(await endpointWith({ AWS_ENDPOINT_URL: both.AWS_ENDPOINT_URL })).toBe(
      'https://all.example.com/path',
    );
    expect(await endpointWith({ ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toBe(
      'https://vpce-1.ssm.eu-west-1.vpce.amazonaws.com',
    );
  });

  test('lies in the domain that the settings of the agent name', async () => {
    const files = agentSettings({ Agent: { ServiceDomain: 'example.internal' } });
    expect(await settingsOf(machineWith(files))).toMatchObject({
      endpoint: 'https://ssm.eu-west-1.example.internal',
    });
  });

  test('is either named or of a kind', async () => {
    const environment = { AWS_ENDPOINT_URL: 'https://all.example.com', AWS_USE_FIPS_ENDPOINT: 'true' };
    expect(await refusalOf(withVariables(environment))).toBe(
      'endpoint: expected either an endpoint by name or AWS_USE_FIPS_ENDPOINT, found both (AWS_ENDPOINT_URL); drop one: the name itself says which kind it is',
    );
  });

  test.each([
    ['ssm.eu-west-1.amazonaws.com', 'expected a URL such as https://HOST'],
    ['ftp://example.com', 'expected a URL such as https://HOST'],
    ['https://user:secret@example.com', 'found a user, query or fragment'],
    ['https://example.com?token=secret', 'found a user, query or fragment'],
  ])('is refused as %s, without being quoted', async (endpoint, found) => {
    const refusal = await refusalOf(withVariables({}, { endpoint }));
    expect(refusal).toContain(found);
    expect(refusal).not.toContain('secret');
  });

  test('needs switches that are true or false', async () => {
    expect(await refusalOf(withVariables({ AWS_USE_FIPS_ENDPOINT: 'yes' }))).toContain(
      'expected true or false',
    );
  });
});

describe('the proxy', () => {
  const METADATA =
    '169.254.169.254,fd00:ec2::254,[fd00:ec2::254],169.254.170.2,169.254.170.23,fd00:ec2::23,[fd00:ec2::23]';

  test('is that of the environment, lower case first, and never for the metadata', async () => {
    const environment = {
      https_proxy: 'http://user:pass@proxy.example.com:3128/',
      HTTPS_PROXY: 'http://other.example.com',
      HTTP_PROXY: 'proxy.example.com:8080',
      no_proxy: 'localhost, example.org .example.net',
    };
    const { proxy } = await withVariables(environment);
    expect(proxy).toEqual({
      HTTPS_PROXY: 'http://user:pass@proxy.example.com:3128',
      HTTP_PROXY: 'http://proxy.example.com:8080',
      NO_PROXY: `${METADATA},localhost,example.org,.example.org,.example.net`,
    });
    expect(proxy && shownProxy(proxy, 'https://ssm.example.com')).toBe('proxy.example.com:3128');
  });

  test('of a kind that is not spoken is refused without its password', async () => {
    const environment = { https_proxy: 'socks5://user:secret@proxy.example.com:1080' };
    expect(await refusalOf(withVariables(environment))).toBe(
      'proxy: https_proxy: expected the address of a proxy such as http://HOST:PORT, found the scheme socks5; correct or unset it',
    );
    expect(await refusalOf(withVariables({ https_proxy: 'http://user:sec ret@:1' }))).not.toContain('sec');
  });

  const dropIn =
    '[Service]\nEnvironment="http_proxy=http://proxy.example.com:1"\nEnvironment="https_proxy=http://proxy.example.com:2"\nEnvironment="no_proxy=169.254.169.254"\n';
  test.each([
    ['etc/systemd/system/amazon-ssm-agent.service.d/override.conf', dropIn],
    ['etc/systemd/system/amazon-ssm-agent.service.d/amazon-ssm-agent.override', dropIn],
    ['etc/systemd/system/snap.amazon-ssm-agent.amazon-ssm-agent.service.d/override.conf', dropIn],
    [
      'etc/init/amazon-ssm-agent.override',
      'env http_proxy=http://proxy.example.com:1\nenv https_proxy=http://proxy.example.com:2\n',
    ],
  ])('is that of the agent in %s', async (path, text) => {
    const { proxy } = await settingsOf(machineWith({ [path]: text }));
    expect(proxy).toMatchObject({
      HTTP_PROXY: 'http://proxy.example.com:1',
      HTTPS_PROXY: 'http://proxy.example.com:2',
    });
    const own = { https_proxy: 'http://own.example.com:3' };
    expect((await settingsOf(machineWith({ [path]: text }, { environment: own }))).proxy).toEqual({
      HTTPS_PROXY: 'http://own.example.com:3',
      NO_PROXY: METADATA,
    });
  });

  test('is that of the last drop-in, which may take it away', async () => {
    const folder = 'etc/systemd/system/amazon-ssm-agent.service.d';
    const later = {
      [`${folder}/10-proxy.conf`]: dropIn,
      [`${folder}/20-other.conf`]: 'Environment=\nEnvironment=https_proxy=http://last.example.com:4\n',
    };
    expect((await settingsOf(machineWith(later))).proxy).toEqual({
      HTTPS_PROXY: 'http://last.example.com:4',
      NO_PROXY: METADATA,
    });
  });

  test('is that of the service on Windows and of the network on macOS, which a program of the system tells', async () => {
    const asked: string[][] = [];
    const processes = (answer: string) => ({
      output(program: string, args: readonly string[]) {
        asked.push([program, ...args]);
        return answer;
      },
    });
    const registry =
      '\r\n    Environment    REG_MULTI_SZ    http_proxy=http://p.example.com:1\\0https_proxy=http://p.example.com:2\r\n';
    const windows = machineWith({}, { platform: 'windows', processes: processes(registry) });
    expect((await settingsOf(windows)).proxy).toMatchObject({ HTTPS_PROXY: 'http://p.example.com:2' });
    const network = '<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 3128\n  HTTPSProxy : p.example.com\n}';
    const macos = machineWith({}, { platform: 'macos', processes: processes(network) });
    expect((await settingsOf(macos)).proxy).toMatchObject({ HTTPS_PROXY: 'http://p.example.com:3128' });
    expect(asked).toEqual([
      [
        'C:\\Windows\\System32\\reg.exe',
        'query',
        'HKLM\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent',
        '/v',
        'Environment',
      ],
      ['/usr/sbin/scutil', '--proxy'],
    ]);
    expect((await settingsOf(machineWith({}, { platform: 'windows' }))).proxy).toBeNull();
  });
});

describe('further authorities', () => {
  const first = selfSigned(['one.example.com']);
  const second = selfSigned(['two.example.com']);

  async function authoritiesWith(
    files: Record<string, string>,
    variables: Variables,
  ): Promise<ClientSettings> {
    const machine = machineWith(files);
    const paths = Object.entries(variables).map(([name, path]) => [name, join(machine.root, path)]);
    return settingsOf({ ...machine, environment: { ...machine.environment, ...Object.fromEntries(paths) } });
  }

  test('are those of the variable of the AWS tools and of an agent elsewhere, each once', async () => {
    const files = {
      'ca/both.pem': `# a comment\n${first.cert}${second.cert}`,
      'opt/agent/certs/amazon-ssm-agent.crt': second.cert,
    };
    expect((await authoritiesWith(files, { AWS_CA_BUNDLE: 'ca/both.pem' })).ca).toBe(
      first.cert + second.cert,
    );
    expect((await authoritiesWith(files, {})).ca).toBe(second.cert);
  });

  test.skipIf(isWindows)('may lie elsewhere than the files of the machine, and behind a link', async () => {
    const other = machineWith({ 'ca.pem': first.cert });
    symlinkSync(join(other.root, 'ca.pem'), join(other.root, 'link.pem'));
    expect((await withVariables({ AWS_CA_BUNDLE: join(other.root, 'link.pem') })).ca).toBe(first.cert);
  });

  test('of the variable of Node are left to Node, if they can be read', async () => {
    const files = { 'ca.pem': first.cert };
    expect((await authoritiesWith(files, { NODE_EXTRA_CA_CERTS: 'ca.pem' })).ca).toBeNull();
    expect(await refusalOf(authoritiesWith({ 'ca.pem': '' }, { NODE_EXTRA_CA_CERTS: 'ca.pem' }))).toContain(
      'expected certificates in PEM, found none',
    );
  });

  test('are refused where they cannot be used', async () => {
    const broken = `${first.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`;
    for (const [text, found] of [
      ['no certificate', 'expected certificates in PEM, found none'],
      [broken, 'found that number 2 is none'],
    ] as const)
      expect(await refusalOf(authoritiesWith({ 'ca.pem': text }, { AWS_CA_BUNDLE: 'ca.pem' }))).toContain(
        found,
      );
    expect(await refusalOf(authoritiesWith({}, { NODE_EXTRA_CA_CERTS: 'ca.pem' }))).toMatch(
      /^authority: NODE_EXTRA_CA_CERTS \S+: expected a file with certificates, found nothing there; correct or unset it$/,
    );
  });

  test.skipIf(isWindows)('of an agent are not taken from what others may write', async () => {
    const machine = machineWith({ 'opt/agent/certs/amazon-ssm-agent.crt': first.cert });
    chmodSync(join(machine.root, 'opt/agent/certs/amazon-ssm-agent.crt'), 0o666);
    expect(await refusalOf(settingsOf(machine))).toContain('that only its owner may write');
  });
});

describe('with agents of Node', () => {
  const authority = selfSigned([HOST, 'localhost']);

  async function serve(): Promise<AsyncDisposable & { readonly port: number }> {
    const server = createServer(authority, (_request, response) => void response.end('the service'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      port: (server.address() as AddressInfo).port,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  async function textOf(response: IncomingMessage): Promise<string> {
    let text = '';
    for await (const part of response) text += part;
    return text;
  }

  function agentOf({ proxy, ca }: ClientSettings): Agent {
    const options: object = {
      ca: [...getCACertificates('default'), ca ?? ''],
      ...(proxy && { proxyEnv: { ...proxy } }),
    };
    return new Agent(options);
  }

  /** Names lead to the loopback, whatever they are. */
  function fetched(url: string, agent: Agent): Promise<string> {
    return new Promise((resolve, reject) => {
      const lookup: LookupFunction = (_name, options, found) =>
        options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);
      get(url, { agent, lookup }, (response) => textOf(response).then(resolve, reject)).on('error', reject);
    });
  }

  async function through(proxy: FakeProxy, more: Variables = {}): Promise<ClientSettings> {
    const machine = machineWith({ 'ca.pem': authority.cert });
    const address = proxy.url.replace('//', '//user:p%40ss@');
    const environment = {
      ...machine.environment,
      AWS_CA_BUNDLE: join(machine.root, 'ca.pem'),
      https_proxy: address,
      ...more,
    };
    return settingsOf({ ...machine, environment });
  }

  test('the service is reached through the proxy, and its authority is trusted', async () => {
    await using service = await serve();
    await using proxy = await startFakeProxy({ [`${HOST}:443`]: service.port });
    expect(await fetched(`https://${HOST}/`, agentOf(await through(proxy)))).toBe('the service');
    expect(proxy.asked).toEqual([`CONNECT ${HOST}:443`]);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
  });

  test('the service is reached directly where its domain is excepted', async () => {
    await using service = await serve();
    await using proxy = await startFakeProxy();
    const settings = await through(proxy, { NO_PROXY: 'amazonaws.com' });
    expect(await fetched(`https://${HOST}:${service.port}/`, agentOf(settings))).toBe('the service');
    expect(proxy.asked).toEqual([]);
  });

  test('an authority that nobody named is not trusted', async () => {
    await using service = await serve();
    await expect(fetched(`https://localhost:${service.port}/`, new Agent())).rejects.toThrow(/self-signed/);
  });

  test('metadata go through no proxy, neither those that we ask for nor those that an agent of Node would', async () => {
    await using proxy = await startFakeProxy();
    await using imds = await startFakeImds({
      role: { name: 'r', answer: { AccessKeyId: 'ASIAROLE', SecretAccessKey: 's', Token: 't' } },
    });
    const machine = machineWith(
      {},
      { environment: { ...onInstance(imds.url), http_proxy: proxy.url, https_proxy: proxy.url } },
    );
    const settings = await settingsOf(machine);
    expect((await settings.credentials()).accessKeyId).toBe('ASIAROLE');
    expect(imds.requests).toHaveLength(3);
    for (const address of ['169.254.169.254', '169.254.170.2', '[fd00:ec2::254]'])
      expect(await proxied(`http://${address}/latest/`, settings.proxy)).toBe(false);
    expect(await proxied('http://192.0.2.1/', settings.proxy)).toBe(true);
    expect(proxy.asked).toEqual(['GET http://192.0.2.1/']);
  });

  /** Whether an agent takes the proxy. A direct connection is refused before anything leaves the machine. */
  function proxied(url: string, proxy: ProxyEnv | null): Promise<boolean> {
    const blockList = new BlockList();
    blockList.addSubnet('169.254.0.0', 16);
    blockList.addSubnet('192.0.2.0', 24);
    blockList.addSubnet('fd00::', 8, 'ipv6');
    const options: object = { proxyEnv: { ...proxy }, blockList };
    return new Promise((resolve, reject) => {
      getHttp(url, { agent: new HttpAgent(options) }, (response) => {
        response.resume();
        resolve(true);
      }).on('error', (error) =>
        'code' in error && error.code === 'ERR_IP_BLOCKED' ? resolve(false) : reject(error),
      );
    });
  }
});
