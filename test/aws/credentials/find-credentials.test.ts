import { chmodSync, chownSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type AwsCredentials, CredentialsError } from '../../../src/aws/credentials/credentials.ts';
import { clientSettings } from '../../../src/aws/endpoint/client-settings.ts';
import type { Machine } from '../../../src/platform/machine.ts';
import { machineWith, NOW, onInstance, plant } from '../../support/a-machine.ts';
import { startFakeImds } from '../../support/fake-imds.ts';
import { startFakeProxy } from '../../support/fake-proxy.ts';
import { HYBRID, identityConfig, NODE, PLACES } from '../../support/identity-files.ts';

const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';
const SHARED = 'var/lib/amazon/ssm/credentials';
const REGION = { region: 'eu-west-1' };
const role = {
  name: 'ssm-role',
  answer: {
    Code: 'Success',
    AccessKeyId: 'ASIAROLE',
    SecretAccessKey: 'role-secret',
    Token: 'role-token',
    Expiration: '2026-11-25T14:00:00Z',
  },
};
const servers: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});

const ini = (key: string, section = 'default') =>
  `[${section}]\naws_access_key_id = ${key}\naws_secret_access_key = ${key}-secret\naws_session_token = ${key}-token\n`;
const hostManagement = (more: Readonly<Record<string, string>> = {}) =>
  identityConfig(NODE, { CredentialSource: 'SSM', ShareFile: `/${SHARED}`, ...more });

async function credentialsOf(machine: Machine, warnings: string[] = []): Promise<AwsCredentials> {
  const settings = await clientSettings(machine, REGION, { warn: (message) => warnings.push(message) });
  return settings.credentials();
}

async function keyOf(machine: Machine): Promise<string> {
  return (await credentialsOf(machine)).accessKeyId;
}

async function refusalOf(machine: Machine): Promise<string> {
  const error = await credentialsOf(machine).catch((caught: unknown) => caught);
  return error instanceof CredentialsError
    ? `${error.code}: ${error.message}`
    : `not refused: ${String(error)}`;
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/creds?id=1`;
}

describe('the role of an instance', () => {
  test('comes from version 2 of the metadata, and is asked for anew each time', async () => {
    await using imds = await startFakeImds({ role });
    const machine = machineWith(
      { [PLACES.linux.identity]: identityConfig(NODE) },
      { environment: onInstance(imds.url) },
    );
    const settings = await clientSettings(machine, REGION);
    expect(await settings.credentials()).toEqual({
      accessKeyId: 'ASIAROLE',
      secretAccessKey: 'role-secret',
      sessionToken: 'role-token',
      expiration: new Date('2026-11-25T14:00:00Z'),
    });
    imds.behaviour.role = { ...role, answer: { ...role.answer, AccessKeyId: 'ASIANEXT' } };
    expect((await settings.credentials()).accessKeyId).toBe('ASIANEXT');
    expect(imds.versionOneAttempts).toBe(0);
  });

  test('is said to be missing, not usable, or not to be asked for', async () => {
    await using imds = await startFakeImds();
    const machine = machineWith({}, { environment: onInstance(imds.url) });
    expect(await refusalOf(machine)).toBe(
      'none: expected credentials of this node, found none: instance metadata: the instance has no role; attach an instance profile with AmazonSSMManagedInstanceCore or turn on Default Host Management, and see that the agent runs',
    );
    imds.behaviour.role = { name: 'r', answer: { Code: 'AssumeRoleUnauthorizedAccess' } };
    expect(await refusalOf(machine)).toContain('role r: the answer is "AssumeRoleUnauthorizedAccess"');
    imds.behaviour.mode = 'version-1';
    expect(await refusalOf(machine)).toContain('knows no sessions');
    expect(imds.versionOneAttempts).toBe(0);
    expect(await refusalOf(machineWith({}))).toContain('AWS_EC2_METADATA_DISABLED is true');
  });
});

describe('what the agent shares', () => {
  test('is preferred to the role of the instance, and read again after it was replaced', async () => {
    await using imds = await startFakeImds({ role });
    const machine = machineWith(
      { [PLACES.linux.identity]: hostManagement(), [SHARED]: ini('ASIAFIRST') },
      { environment: onInstance(imds.url) },
    );
    const settings = await clientSettings(machine, REGION);
    expect(await settings.credentials()).toEqual({
      accessKeyId: 'ASIAFIRST',
      secretAccessKey: 'ASIAFIRST-secret',
      sessionToken: 'ASIAFIRST-token',
      expiration: new Date('2026-11-25T09:00:00Z'),
    });
    plant(machine.root, SHARED, ini('ASIASECOND'));
    expect((await settings.credentials()).accessKeyId).toBe('ASIASECOND');
    rmSync(join(machine.root, SHARED));
    expect((await settings.credentials()).accessKeyId).toBe('ASIAROLE');
  });

  test('is taken under the profile that the agent uses', async () => {
    const both = ini('ASIAOTHER') + ini('ASIAAGENT', 'ssm');
    const named = { [PLACES.linux.identity]: hostManagement({ ShareProfile: 'ssm' }), [SHARED]: both };
    expect(await keyOf(machineWith(named))).toBe('ASIAAGENT');
    const config = { [PLACES.linux.config]: JSON.stringify({ Profile: { ShareProfile: 'ssm' } }) };
    const bySettings = { [PLACES.linux.identity]: hostManagement(), [SHARED]: both, ...config };
    expect(await keyOf(machineWith(bySettings))).toBe('ASIAAGENT');
  });

  test('is not used after its time, and the next provider is asked', async () => {
    await using imds = await startFakeImds({ role });
    const files = { [PLACES.linux.identity]: hostManagement(), [SHARED]: ini('ASIAFIRST') };
    const late = () => NOW + 3_600_000;
    expect(await keyOf(machineWith(files, { environment: onInstance(imds.url), clock: late }))).toBe(
      'ASIAROLE',
    );
    expect(await keyOf(machineWith(files, { clock: () => NOW + 3_599_999 }))).toBe('ASIAFIRST');
    expect(await refusalOf(machineWith(files, { clock: late }))).toContain(
      `expired: expected credentials of this node, found none: /${SHARED}: expired at 2026-11-25T09:00:00Z, and it is 2026-11-25T09:00:00Z; check that the agent runs, and the clock`,
    );
  });

  test.each([
    ['linux', NODE, 'var/lib/amazon/ssm/credentials'],
    ['linux', HYBRID, 'root/.aws/credentials'],
    ['macos', NODE, 'opt/aws/ssm/data/credentials'],
    ['macos', HYBRID, 'var/root/.aws/credentials'],
    ['windows', NODE, 'Program Files/Amazon/SSM/credentials'],
    ['windows', HYBRID, 'Windows/System32/config/systemprofile/.aws/credentials'],
  ] as const)('is on %s for %s in %s when no file is named', async (platform, id, path) => {
    const state = identityConfig(id, { CredentialSource: 'SSM' });
    expect(
      await keyOf(
        machineWith({ [PLACES[platform].identity]: state, [path]: ini('ASIAAGENT') }, { platform }),
      ),
    ).toBe('ASIAAGENT');
  });

  test('starts no program and assumes no role that its file names', async () => {
    const files = { [PLACES.linux.identity]: hostManagement() };
    const machine = machineWith(files);
    const trace = join(machine.root, 'started');
    plant(
      machine.root,
      SHARED,
      `[default]\ncredential_process = touch ${trace}\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = default\n`,
    );
    expect(await refusalOf(machine)).toContain(`/${SHARED}: no keys in its section [default]`);
    expect(existsSync(trace)).toBe(false);
  });
});

describe.skipIf(isWindows)('a file that others could have written', () => {
  const files = { [PLACES.linux.identity]: hostManagement(), [SHARED]: ini('ASIAFIRST') };

  test('is refused, and no other credentials are taken instead', async () => {
    await using imds = await startFakeImds({ role });
    for (const [mode, found] of [
      [0o666, 'expected a file that only its owner may write, found mode 0666; run chmod go-w on it'],
      [0o620, 'found one that its group may; run chmod go-w on it'],
    ] as const) {
      const machine = machineWith(files, { environment: onInstance(imds.url) });
      chmodSync(join(machine.root, SHARED), mode);
      const refusal = await refusalOf(machine);
      expect(refusal).toContain(`share-file: the credentials that the agent shares: /${SHARED}: `);
      expect(refusal).toContain(found);
      expect(refusal).not.toContain('ASIAFIRST');
    }
    expect(imds.requests).toEqual([]);
  });

  test('is refused as a link, and by the rights of its folder', async () => {
    const linked = machineWith({ ...files, 'etc/elsewhere': ini('ASIAELSE') });
    rmSync(join(linked.root, SHARED));
    symlinkSync(join(linked.root, 'etc/elsewhere'), join(linked.root, SHARED));
    expect(await refusalOf(linked)).toContain('expected a file, found a link, which is not followed');
    const open = machineWith(files);
    chmodSync(join(open.root, SHARED, '..'), 0o777);
    expect(await refusalOf(open)).toContain('expected a folder that only its owner may write');
  });

  test.skipIf(!isRoot)('is refused when it belongs to another user', async () => {
    const machine = machineWith(files);
    chownSync(join(machine.root, SHARED), 12345, 12345);
    expect(await refusalOf(machine)).toContain("expected a file of root's, found one of user 12345's");
  });

  test('is refused by its name', async () => {
    for (const path of ['credentials', '/var/lib/../../tmp/credentials']) {
      const machine = machineWith({ [PLACES.linux.identity]: hostManagement({ ShareFile: path }) });
      expect(await refusalOf(machine)).toContain(
        `${path}: expected an absolute path without .., found another`,
      );
    }
    const windows = {
      [PLACES.windows.identity]: hostManagement({ ShareFile: 'C:\\Users\\Public\\credentials' }),
    };
    expect(await refusalOf(machineWith(windows, { platform: 'windows' }))).toContain(
      'expected a file below C:\\Program Files\\Amazon\\SSM or',
    );
  });

  test('is warned of, once, when everybody may read it', async () => {
    const machine = machineWith(files);
    chmodSync(join(machine.root, SHARED), 0o644);
    const warnings: string[] = [];
    const settings = await clientSettings(machine, REGION, { warn: (message) => warnings.push(message) });
    await settings.credentials();
    await settings.credentials();
    expect(warnings).toEqual([
      `/${SHARED}: expected that only its owner may read these credentials, found that everybody may; run chmod 600 on it`,
    ]);
  });
});

describe('what a person gives', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAPERSON', AWS_SECRET_ACCESS_KEY: 'person-secret' };

  test('stands before all else', async () => {
    const machine = machineWith(
      { [PLACES.linux.identity]: hostManagement(), [SHARED]: ini('ASIAFIRST') },
      { environment: keys },
    );
    expect(await credentialsOf(machine)).toEqual({
      accessKeyId: 'AKIAPERSON',
      secretAccessKey: 'person-secret',
    });
  });

  test('has to be whole and valid', async () => {
    const half = machineWith({}, { environment: { AWS_ACCESS_KEY_ID: 'AKIAPERSON' } });
    expect(await refusalOf(half)).toBe(
      'incomplete: expected both keys in the variables, found no AWS_SECRET_ACCESS_KEY; set it, or unset the other',
    );
    const environment = { ...keys, AWS_CREDENTIAL_EXPIRATION: '2026-11-25T07:59:59Z' };
    expect(await refusalOf(machineWith({}, { environment }))).toContain('expired at 2026-11-25T07:59:59Z');
  });
});

describe('a profile that a person names', () => {
  function machineOf(profile: string, credentials: string, config = ''): Machine {
    const machine = machineWith({ 'home/.aws/credentials': credentials, 'home/.aws/config': config });
    return {
      ...machine,
      environment: { ...machine.environment, AWS_PROFILE: profile, HOME: join(machine.root, 'home') },
    };
  }

  test('is read from either file, anew each time', async () => {
    const machine = machineOf(
      'dev',
      ini('AKIADEV', 'dev'),
      `[profile conf]\nregion = eu-west-1\n${ini('AKIACONF', 'profile conf')}`,
    );
    const settings = await clientSettings(machine, REGION);
    expect((await settings.credentials()).accessKeyId).toBe('AKIADEV');
    plant(machine.root, 'home/.aws/credentials', ini('AKIANEXT', 'dev'));
    expect((await settings.credentials()).accessKeyId).toBe('AKIANEXT');
    expect(await keyOf({ ...machine, environment: { ...machine.environment, AWS_PROFILE: 'conf' } })).toBe(
      'AKIACONF',
    );
  });

  test('is said to be missing or empty, with no other credentials instead', async () => {
    expect(await refusalOf(machineOf('dev', ini('AKIADEV')))).toMatch(
      /^profile: .*"dev" that AWS_PROFILE names, found none in /,
    );
    expect(await refusalOf(machineOf('dev', '', '[profile dev]\nregion = eu-west-1'))).toContain(
      'one without keys',
    );
  });

  test('does not start a program, not even through another profile', async () => {
    const config = '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = tool\n';
    const machine = machineOf('dev', '', '');
    const trace = join(machine.root, 'started');
    plant(machine.root, 'home/.aws/config', `${config}[profile tool]\ncredential_process = touch ${trace}\n`);
    expect(await refusalOf(machine)).toContain('credential_process in tool), and none is started');
    expect(existsSync(trace)).toBe(false);
  });

  test.skipIf(!isRoot)('is refused when its file belongs to another user', async () => {
    const machine = machineOf('dev', ini('AKIADEV', 'dev'));
    chownSync(join(machine.root, 'home/.aws/credentials'), 12345, 12345);
    expect(await refusalOf(machine)).toContain("found one of user 12345's");
  });

  test('is left to the SDK where it leads over others', async () => {
    const machine = machineOf(
      'dev',
      ini('AKIABASE', 'base'),
      '[profile dev]\nrole_arn = x\nsource_profile = missing\n',
    );
    expect(await refusalOf(machine)).toMatch(/^profile: .*found one that does not give any \(.*missing/);
  });
});

describe('a profile with a role', () => {
  test('has it assumed by the SDK, through the proxy', async () => {
    const answer = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
      <AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
      <Expiration>2026-11-25T09:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    const url = new URL(await serve((_request, response) => void response.end(answer)));
    await using proxy = await startFakeProxy({ [url.host]: Number(url.port) });
    const config = `[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/dev\nsource_profile = base\n${ini('AKIABASE', 'profile base')}`;
    const machine = machineWith({ 'home/.aws/config': config });
    const environment = { AWS_PROFILE: 'dev', HOME: join(machine.root, 'home'), http_proxy: proxy.url };
    // The SDK has its own look at the variables.
    vi.stubEnv('AWS_ENDPOINT_URL_STS', url.origin);
    expect(
      await credentialsOf({ ...machine, environment: { ...machine.environment, ...environment } }),
    ).toEqual({
      accessKeyId: 'ASIAASSUMED',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: new Date('2026-11-25T09:00:00Z'),
    });
    expect(proxy.asked).toEqual([`POST ${url.origin}/`]);
  });
});

describe('the credentials of a container', () => {
  test('come from the service that it is told, with the token that it is given', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      response.end(JSON.stringify({ ...role.answer, Code: undefined }));
    });
    const environment = { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'one' };
    expect(await keyOf(machineWith({}, { environment }))).toBe('ASIAROLE');
    const machine = machineWith({ token: 'two\n' });
    const withFile = {
      ...machine.environment,
      ...environment,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(machine.root, 'token'),
    };
    expect(await keyOf({ ...machine, environment: withFile })).toBe('ASIAROLE');
    expect(asked).toEqual(['/creds?id=1 one', '/creds?id=1 two']);
  });

  test('are asked for at no other address, and what is refused there is said', async () => {
    const url = await serve((_request, response) => void response.writeHead(400).end());
    expect(
      await refusalOf(machineWith({}, { environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: url } })),
    ).toContain('container: expected credentials of this container, found the answer has status 400');
    for (const [AWS_CONTAINER_CREDENTIALS_FULL_URI, found] of [
      ['http://example.com/creds', 'names neither https nor a host of the container'],
      ['file:///etc/passwd', 'names neither https'],
    ] as const)
      expect(
        await refusalOf(machineWith({}, { environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI } })),
      ).toContain(found);
  });
});
