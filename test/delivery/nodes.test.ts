import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CredentialsError } from '../../src/aws/credentials/credentials.ts';
import { clientSettings } from '../../src/aws/endpoint/client-settings.ts';
import { findIdentity } from '../../src/aws/identity/find-identity.ts';
import { type MachineFiles, machineWith, onInstance } from '../support/a-machine.ts';
import { type FakeImds, startFakeImds } from '../support/fake-imds.ts';
import { HYBRID, identityConfig, NODE, OTHER_NODE, PLACES, vaultOf } from '../support/identity-files.ts';

const { data, identity } = PLACES.linux;
const keys = (id: string) =>
  `[default]\naws_access_key_id=${id}\naws_secret_access_key=s\naws_session_token=t\n`;
const role = { name: 'r', answer: { AccessKeyId: 'ASIAROLE', SecretAccessKey: 's', Token: 't' } };

/** A kind of node: what is on it, and who it is with which key. */
interface Kind {
  readonly files: MachineFiles;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it has metadata, and these a role. */
  readonly metadata?: { readonly role: boolean };
  readonly is: string;
  readonly key: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'an instance with a role': {
    files: { [identity]: identityConfig(NODE) },
    metadata: { role: true },
    is: `${NODE} in eu-west-1 by identity-config`,
    key: 'ASIAROLE',
  },
  'an instance with a role, in a run that the agent started': {
    files: { [identity]: identityConfig(NODE) },
    environment: { AWS_SSM_INSTANCE_ID: NODE, AWS_SSM_REGION_NAME: 'eu-west-2' },
    metadata: { role: true },
    is: `${NODE} in eu-west-2 by agent-environment`,
    key: 'ASIAROLE',
  },
  'an instance under Default Host Management': {
    files: {
      [identity]: identityConfig(NODE, { CredentialSource: 'SSM', ShareFile: `/${data}/credentials` }),
      [`${data}/credentials`]: keys('ASIASHARED'),
      ...vaultOf(data, NODE, 'eu-west-1'),
    },
    metadata: { role: false },
    is: `${NODE} in eu-west-1 by identity-config`,
    key: 'ASIASHARED',
  },
  'an instance under Default Host Management whose role may do nothing': {
    files: {
      [identity]: identityConfig(NODE, { CredentialSource: 'SSM', ShareFile: `/${data}/credentials` }),
      [`${data}/credentials`]: keys('ASIASHARED'),
    },
    metadata: { role: true },
    is: `${NODE} in eu-west-1 by identity-config`,
    key: 'ASIASHARED',
  },
  'a hybrid node': {
    files: {
      [identity]: identityConfig(HYBRID, { ShareFile: '/root/.aws/credentials', ShareProfile: 'default' }),
      'root/.aws/credentials': keys('ASIAHYBRID'),
      ...vaultOf(data, HYBRID, 'eu-central-1'),
    },
    is: `${HYBRID} in eu-central-1 by identity-config`,
    key: 'ASIAHYBRID',
  },
  'a node with the folders of several': {
    files: {
      [identity]: identityConfig(NODE),
      [`${data}/${NODE}/document/state/current/x`]: '',
      [`${data}/${OTHER_NODE}/document/state/current/x`]: '',
      [`${data}/${HYBRID}/document/state/current/x`]: '',
    },
    metadata: { role: true },
    is: `${NODE} in eu-west-1 by identity-config`,
    key: 'ASIAROLE',
  },
  'a node on which a person names a profile': {
    files: {
      [identity]: identityConfig(NODE),
      'home/.aws/credentials': keys('AKIAPERSON').replace('default', 'me'),
    },
    environment: { AWS_PROFILE: 'me', HOME: 'home' },
    metadata: { role: true },
    is: `${NODE} in eu-west-1 by identity-config`,
    key: 'AKIAPERSON',
  },
  "a person's computer": {
    files: { 'home/.aws/credentials': keys('AKIAPERSON') },
    environment: { AWS_PROFILE: 'default', HOME: 'home' },
    is: 'none: no-id',
    key: 'AKIAPERSON',
  },
  'a task of a container service': {
    files: {},
    environment: { ECS_CONTAINER_METADATA_URI_V4: 'http://127.0.0.1:1/v4/x' },
    metadata: { role: false },
    is: 'unsupported: ecs',
    key: 'none',
  },
};

const running: FakeImds[] = [];
afterEach(async () => {
  for (const imds of running.splice(0)) await imds[Symbol.asyncDispose]();
});

test.each(Object.entries(KINDS))('%s', async (_name, { files, environment, metadata, is, key }) => {
  const imds = await startFakeImds({ role: metadata?.role ? role : null });
  running.push(imds);
  const found = machineWith(files, { environment: metadata === undefined ? {} : onInstance(imds.url) });
  const home = environment?.HOME === undefined ? {} : { HOME: join(found.root, environment.HOME) };
  const machine = { ...found, environment: { ...found.environment, ...environment, ...home } };

  const who = await findIdentity(machine);
  if (who.kind === 'node') expect(`${who.node.id} in ${who.node.region} by ${who.node.toldBy}`).toBe(is);
  else expect(`${who.kind}: ${who.kind === 'conflict' ? who.ids.join() : who.reason}`).toBe(is);

  const { credentials } = await clientSettings(machine, { region: 'eu-west-1' });
  const got = await credentials().then(
    ({ accessKeyId }) => accessKeyId,
    (error: unknown) => (error instanceof CredentialsError ? error.code : String(error)),
  );
  expect(got).toBe(key);
  expect(imds.versionOneAttempts).toBe(0);
});
