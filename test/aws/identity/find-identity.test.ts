import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findIdentity } from '../../../src/aws/identity/find-identity.ts';
import type { Identity } from '../../../src/aws/identity/identity.ts';
import { machineWith, onInstance } from '../../support/a-machine.ts';
import { type FakeImds, type ImdsBehaviour, startFakeImds } from '../../support/fake-imds.ts';
import {
  HYBRID,
  identityConfig,
  NODE,
  OTHER_HYBRID,
  OTHER_NODE,
  PLACES,
  PRIVATE_KEY,
  vaultOf,
} from '../../support/identity-files.ts';

const { data, config, identity } = PLACES.linux;
const running: FakeImds[] = [];
afterEach(async () => {
  for (const imds of running.splice(0)) {
    expect(imds.versionOneAttempts).toBe(0);
    await imds[Symbol.asyncDispose]();
  }
});

async function imdsWith(behaviour: Partial<ImdsBehaviour> = {}): Promise<FakeImds> {
  const imds = await startFakeImds(behaviour);
  running.push(imds);
  return imds;
}

function messageOf(found: Identity): string {
  return found.kind === 'node' ? `a node: ${found.node.id}` : found.message;
}

describe('a run that the agent started', () => {
  const environment = { AWS_SSM_INSTANCE_ID: NODE, AWS_SSM_REGION_NAME: 'eu-west-1' };

  test('is told who it is, and asks nobody else', async () => {
    const imds = await imdsWith();
    const machine = machineWith({}, { environment: { ...environment, ...onInstance(imds.url) } });
    expect(await findIdentity(machine)).toEqual({
      kind: 'node',
      node: { id: NODE, region: 'eu-west-1', toldBy: 'agent-environment' },
      notes: [],
    });
    expect(imds.requests).toEqual([]);
  });

  test('believes the agent before a file of another instance, and says so', async () => {
    const found = await findIdentity(
      machineWith({ [identity]: identityConfig(OTHER_NODE) }, { environment }),
    );
    expect(found).toMatchObject({ kind: 'node', node: { id: NODE } });
    expect(found.kind === 'node' && found.notes).toEqual([
      `/${identity} says ${OTHER_NODE}; AWS_SSM_INSTANCE_ID says ${NODE}, which is what the agent is now`,
    ]);
  });

  test('of a task of ECS is refused with the reason', async () => {
    const id = 'ecs:cluster_task_container';
    const found = await findIdentity(
      machineWith({}, { environment: { ...environment, AWS_SSM_INSTANCE_ID: id } }),
    );
    expect(found).toMatchObject({ kind: 'unsupported', reason: 'ecs' });
    expect(messageOf(found)).toContain('expected a managed node, found the task of a container service');
  });
});

describe('an instance', () => {
  test('is what the agent wrote, which the metadata confirm, in their region', async () => {
    const imds = await imdsWith();
    const machine = machineWith(
      { [identity]: identityConfig(NODE) },
      { environment: { ...onInstance(imds.url), AWS_REGION: 'us-east-1' } },
    );
    expect(await findIdentity(machine)).toEqual({
      kind: 'node',
      node: { id: NODE, region: 'eu-west-1', toldBy: 'identity-config' },
      notes: [],
    });
    expect(imds.requests).toEqual([
      'PUT /latest/api/token',
      'GET /latest/dynamic/instance-identity/document',
    ]);
  });

  test('is what the metadata say where the agent wrote nothing', async () => {
    const imds = await imdsWith();
    const machine = machineWith({}, { environment: onInstance(imds.url) });
    expect(await findIdentity(machine)).toMatchObject({
      node: { id: NODE, region: 'eu-west-1', toldBy: 'instance-metadata' },
    });
  });

  test('made of the image of another one is a conflict, with who told what', async () => {
    const imds = await imdsWith();
    const machine = machineWith(
      { [identity]: identityConfig(OTHER_NODE) },
      { environment: onInstance(imds.url) },
    );
    const found = await findIdentity(machine);
    expect(found).toMatchObject({ kind: 'conflict', ids: [OTHER_NODE, NODE] });
    expect(messageOf(found)).toBe(
      `expected one id for this node, found ${OTHER_NODE} by /${identity} and ${NODE} by the instance metadata at ${imds.url}; something is left from another machine, as in an image made of one: restart the agent, which then writes who it is (systemctl restart amazon-ssm-agent, or snap restart amazon-ssm-agent), and run again`,
    );
  });

  test('does not mind the registration that its image was made with', async () => {
    const imds = await imdsWith();
    const files = { [identity]: identityConfig(NODE), ...vaultOf(data, OTHER_NODE, 'us-east-1') };
    const found = await findIdentity(machineWith(files, { environment: onInstance(imds.url) }));
    expect(found).toMatchObject({ kind: 'node', node: { id: NODE, region: 'eu-west-1' } });
  });

  test('whose metadata are off is what the agent wrote, in the region of its registration', async () => {
    const files = { [identity]: identityConfig(NODE), ...vaultOf(data, NODE, 'us-gov-west-1') };
    expect(await findIdentity(machineWith(files))).toMatchObject({
      node: { id: NODE, region: 'us-gov-west-1', toldBy: 'identity-config' },
      notes: ['instance metadata: AWS_EC2_METADATA_DISABLED is true; unset it where this machine is on EC2'],
    });
  });

  test('without a region says what to do, and why the metadata did not tell', async () => {
    const imds = await imdsWith({ mode: 'forbidden' });
    const machine = machineWith({ [identity]: identityConfig(NODE) }, { environment: onInstance(imds.url) });
    const found = await findIdentity(machine);
    expect(found).toMatchObject({ kind: 'none', reason: 'no-region' });
    expect(messageOf(found)).toMatch(/^expected the region of this node.*status 403.*give it with --region$/);
    expect(await findIdentity(machine, { region: 'eu-west-1' })).toMatchObject({
      node: { region: 'eu-west-1' },
    });
    expect(messageOf(await findIdentity(machine, { region: 'a.example.com/' }))).toContain(
      '--region is not the name of one',
    );
  });
});

describe('a hybrid node', () => {
  test('is what its vault says, of which nothing but id and region is kept', async () => {
    const found = await findIdentity(machineWith(vaultOf(data, HYBRID, 'eu-central-1')));
    expect(found).toMatchObject({ node: { id: HYBRID, region: 'eu-central-1', toldBy: 'registration' } });
    expect(JSON.stringify(found)).not.toContain(PRIVATE_KEY);
  });

  test('is what the summary of its registration says', async () => {
    const text = JSON.stringify({ ManagedInstanceID: HYBRID, Region: 'eu-central-1' });
    expect(await findIdentity(machineWith({ [`${data}/registration`]: text }))).toMatchObject({
      node: { id: HYBRID, region: 'eu-central-1', toldBy: 'registration' },
    });
  });

  test('on an instance has no need of the metadata', async () => {
    const imds = await imdsWith();
    const files = { [identity]: identityConfig(HYBRID), ...vaultOf(data, HYBRID, 'eu-central-1') };
    const machine = machineWith(files, { environment: onInstance(imds.url) });
    expect(await findIdentity(machine)).toMatchObject({ node: { id: HYBRID, region: 'eu-central-1' } });
    expect(imds.requests).toEqual([]);
  });

  test('that was registered anew is a conflict until its agent starts again', async () => {
    const files = { [identity]: identityConfig(HYBRID), ...vaultOf(data, OTHER_HYBRID, 'eu-central-1') };
    expect(await findIdentity(machineWith(files))).toMatchObject({
      kind: 'conflict',
      ids: [HYBRID, OTHER_HYBRID],
    });
  });

  test('may also be an instance: the agent says which of both it is, or its order does', async () => {
    const imds = await imdsWith();
    const environment = onInstance(imds.url);
    const vault = vaultOf(data, HYBRID, 'eu-central-1');
    const asInstance = machineWith({ ...vault, [identity]: identityConfig(NODE) }, { environment });
    expect(await findIdentity(asInstance)).toMatchObject({ node: { id: NODE, region: 'eu-west-1' } });
    expect(await findIdentity(machineWith(vault, { environment }))).toMatchObject({ node: { id: HYBRID } });
    const order = JSON.stringify({ Identity: { ConsumptionOrder: ['EC2', 'OnPrem'] } });
    expect(await findIdentity(machineWith({ ...vault, [config]: order }, { environment }))).toMatchObject({
      node: { id: NODE, toldBy: 'instance-metadata' },
    });
  });
});

describe('what is left of earlier nodes', () => {
  const folders = {
    [`${data}/${NODE}/document/orchestration/x`]: '',
    [`${data}/${OTHER_NODE}/document/orchestration/x`]: '',
  };

  test('is noted beside the live id', async () => {
    const files = { ...folders, [identity]: identityConfig(NODE) };
    const found = await findIdentity(machineWith(files), { region: 'eu-west-1' });
    expect(found).toMatchObject({ kind: 'node', node: { id: NODE } });
    expect(found.kind === 'node' && found.notes.join()).toContain(
      `/${data}/${OTHER_NODE} is of ${OTHER_NODE}`,
    );
  });

  test('is a conflict where nothing else tells', async () => {
    const found = await findIdentity(machineWith(folders));
    expect(found).toMatchObject({ kind: 'conflict', ids: [NODE, OTHER_NODE] });
  });
});

describe('a machine that is no node', () => {
  test('is told what was looked for', async () => {
    const found = await findIdentity(machineWith({ [identity]: '{"InstanceId": "i-0synth' }));
    expect(found).toMatchObject({ kind: 'none', reason: 'no-id' });
    expect(messageOf(found)).toBe(
      `expected to be told this node's id, found neither the agent's variables nor its state; /${identity}: not JSON: it breaks off; instance metadata: AWS_EC2_METADATA_DISABLED is true; unset it where this machine is on EC2; run on a managed node as root, or as Administrator on Windows, or register this machine with Systems Manager`,
    );
  });

  test('as the task of a container service does not take the id of the instance below it', async () => {
    const imds = await imdsWith();
    const environment = { ...onInstance(imds.url), ECS_CONTAINER_METADATA_URI_V4: 'http://127.0.0.1:1/v4/x' };
    expect(await findIdentity(machineWith({}, { environment }))).toMatchObject({
      kind: 'unsupported',
      reason: 'ecs',
    });
    expect(imds.requests).toEqual([]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    'as seen by who may not read its state says what to run as',
    async () => {
      const machine = machineWith({
        [identity]: identityConfig(NODE),
        ...vaultOf(data, HYBRID, 'eu-west-1'),
      });
      for (const path of [
        '.',
        ...`${data}/Vault/Store`.split('/').map((_, at, all) => all.slice(0, at + 1).join('/')),
      ])
        chmodSync(join(machine.root, path), 0o755);
      chmodSync(join(machine.root, data, 'runtimeconfig'), 0o755);
      process.seteuid?.(65_534);
      try {
        const found = messageOf(await findIdentity(machine));
        expect(found).toContain(
          `/${identity}: it may not be read; run as root, or as Administrator on Windows`,
        );
        expect(found).toContain('/Vault/Manifest: it may not be read');
      } finally {
        process.seteuid?.(0);
      }
    },
  );

  test('with an id of another shape is refused', async () => {
    const found = await findIdentity(machineWith({ [identity]: identityConfig('my-server') }));
    expect(found).toMatchObject({ kind: 'unsupported', reason: 'id' });
  });
});

describe.each(['macos', 'windows'] as const)('on %s', (platform) => {
  test('the agent and its vault are found where they are there', async () => {
    const places = PLACES[platform];
    const vault = machineWith(vaultOf(places.data, HYBRID, 'eu-central-1'), { platform });
    expect(await findIdentity(vault)).toMatchObject({ node: { id: HYBRID, region: 'eu-central-1' } });
    const settings = JSON.stringify({ Agent: { Region: 'eu-north-1' } });
    const files = { [places.identity]: identityConfig(NODE), [places.config]: settings };
    expect(await findIdentity(machineWith(files, { platform }))).toMatchObject({
      node: { id: NODE, region: 'eu-north-1', toldBy: 'identity-config' },
    });
  });
});
