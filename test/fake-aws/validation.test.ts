import { PutComplianceItemsCommand, PutInventoryCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byHand } from './clients/by-hand.ts';
import { sdkClient } from './clients/sdk.ts';
import { complianceOnWire, inventoryOnWire, item, NODE } from './samples.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const TOO_LONG = 'Member must have length less than or equal to';

/** Changes to an item or a request that the service's model does not allow, and a part of the refusal. */
const REFUSED: readonly [
  title: string,
  operation: string,
  input: Record<string, unknown>,
  refusal: string,
][] = [
  [
    'a title of 501 characters',
    'PutComplianceItems',
    withItem({ Title: 'é'.repeat(501) }),
    `${TOO_LONG} 500`,
  ],
  ['a type with a dot', 'PutComplianceItems', withType('Custom:ssm.doctor'), 'regular expression pattern'],
  ['a type with a hyphen', 'PutComplianceItems', withType('Custom:ssm-doctor'), 'regular expression pattern'],
  ['a type of one letter', 'PutComplianceItems', withType('Custom:x'), 'regular expression pattern'],
  ['a type before a line end', 'PutComplianceItems', withType('Custom:Ssm\n'), 'regular expression pattern'],
  [
    'a severity of no model',
    'PutComplianceItems',
    withItem({ Severity: 'MAJOR' }),
    "'items.1.member.severity'",
  ],
  [
    'a detail of 4,097',
    'PutComplianceItems',
    withItem({ Details: { A: 'x'.repeat(4097) } }),
    `[${TOO_LONG} 4096]`,
  ],
  ['a key of 65', 'PutComplianceItems', withItem({ Details: { ['k'.repeat(65)]: '' } }), `[${TOO_LONG} 64]`],
  ['an empty key', 'PutComplianceItems', withItem({ Details: { '': '' } }), 'Map keys must satisfy'],
  [
    'no status',
    'PutComplianceItems',
    withItem({ Status: undefined }),
    "Value null at 'items.1.member.status'",
  ],
  [
    'an empty node id',
    'PutComplianceItems',
    complianceOnWire({ ResourceId: '' }),
    'greater than or equal to 1',
  ],
  [
    '10,001 items',
    'PutComplianceItems',
    complianceOnWire({ Items: Array(10_001).fill(item()) }),
    `${TOO_LONG} 10000`,
  ],
  ['a bell', 'PutComplianceItems', withItem({ Title: 'a\u0007b' }), 'control characters'],
  ['half a character', 'PutComplianceItems', withItem({ Title: 'a\ud83db' }), 'well-formed'],
  ['a version of one number', 'PutInventory', inventoryOnWire({ SchemaVersion: '1' }), 'schemaVersion'],
  [
    'milliseconds',
    'PutInventory',
    inventoryOnWire({ CaptureTime: '2026-11-25T00:42:37.000Z' }),
    'captureTime',
  ],
  ['no items', 'PutInventory', { InstanceId: NODE.id, Items: [] }, 'greater than or equal to 1'],
  ['a task for a node', 'PutInventory', { ...inventoryOnWire(), InstanceId: 'ecs:a_b_c' }, 'instanceId'],
  ['51 attributes', 'PutInventory', inventoryOnWire({ Content: [attributes(51)] }), `${TOO_LONG} 50`],
];

function withItem(changes: Record<string, unknown>) {
  return complianceOnWire({ Items: [item(changes)] });
}

function withType(name: string) {
  return complianceOnWire({ ComplianceType: name });
}

function attributes(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`A${index}`, '']));
}

describe('validation', () => {
  let fake: FakeAws;
  beforeAll(async () => {
    fake = await startFakeAws({ node: NODE });
  });
  afterAll(() => fake.close());

  it.each(REFUSED)('refuses %s from a request by hand', async (_title, operation, input, refusal) => {
    const { status, body } = await byHand(fake, operation, input);
    expect([status, body.__type]).toEqual([400, 'ValidationException']);
    expect(body.message).toMatch(/^1 validation error detected: Value /);
    expect(body.message).toContain(refusal);
  });

  it.each(REFUSED)('refuses %s from the SDK', async (_title, operation, input, refusal) => {
    const summary = { ExecutionTime: new Date('2026-11-25T00:42:37Z') };
    const sent =
      operation === 'PutInventory'
        ? sdkClient(fake).send(new PutInventoryCommand(input as never))
        : sdkClient(fake).send(
            new PutComplianceItemsCommand({ ...input, ExecutionSummary: summary } as never),
          );
    await expect(sent).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(refusal),
    });
  });

  it('names all that is wrong at once', async () => {
    const { body } = await byHand(fake, 'PutComplianceItems', withItem({ Severity: 'MAJOR', Status: 'BAD' }));
    expect(body.message).toMatch(/^2 validation errors detected: .*severity.*; Value .*status/);
  });

  it('refuses a member that is not in the model, at any depth', async () => {
    const { body } = await byHand(fake, 'PutComplianceItems', withItem({ Detail: {} }));
    expect([body.__type, body.message]).toEqual(['ValidationException', expect.stringContaining('.detail')]);
  });

  it('counts characters, not bytes, and takes what is just within the limits', async () => {
    const full = item({ Title: '🕰'.repeat(500), Details: { ['k'.repeat(64)]: 'é'.repeat(4096) } });
    const { status } = await byHand(fake, 'PutComplianceItems', complianceOnWire({ Items: [full] }));
    expect(status).toBe(200);
  });

  it('takes null for a member that is absent', async () => {
    const nothing = complianceOnWire({ ItemContentHash: null, Items: [item({ Details: null })] });
    expect((await byHand(fake, 'PutComplianceItems', nothing)).status).toBe(200);
    const missing = complianceOnWire({ ResourceType: null });
    expect((await byHand(fake, 'PutComplianceItems', missing)).body.message).toContain('must not be null');
  });

  it.each([
    ['a time as text', complianceOnWire({ ExecutionSummary: { ExecutionTime: '2026-11-25T00:42:37Z' } })],
    ['a number for a text', complianceOnWire({ ItemContentHash: 7 })],
    ['a text for a list', complianceOnWire({ Items: 'none' })],
    ['a list for a structure', complianceOnWire({ ExecutionSummary: [] })],
    ['a structure for a text', complianceOnWire({ ResourceId: {} })],
    ['a boolean in the details', withItem({ Details: { A: true } })],
    ['what is no JSON', '{"ResourceId":'],
    ['a list at the top', '[]'],
    ['null in a list', complianceOnWire({ Items: [null] })],
  ])('refuses %s as another type', async (_title, input) => {
    const { status, body } = await byHand(fake, 'PutComplianceItems', input);
    expect([status, body.__type]).toEqual([400, 'SerializationException']);
  });

  it('refuses a body that is no UTF-8', async () => {
    const body = Buffer.from(JSON.stringify(complianceOnWire({ ItemContentHash: 'ÿ' })), 'latin1');
    const { body: refusal } = await byHand(fake, 'PutComplianceItems', body);
    expect(refusal.__type).toBe('SerializationException');
  });

  it.each([
    ['another content type', { headers: { 'content-type': 'application/json' } }],
    ['another path', { path: '/ssm' }],
    ['another method', { method: 'PUT' }],
    ['no target', { headers: { 'x-amz-target': undefined } }],
    ['the target of another service', { headers: { 'x-amz-target': 'Logs.PutComplianceItems' } }],
    ['an operation that it does not have', { headers: { 'x-amz-target': 'AmazonSSM.toString' } }],
  ])('knows no operation for %s', async (_title, deviations) => {
    const { status, body } = await byHand(fake, 'PutComplianceItems', complianceOnWire(), deviations);
    expect([status, body.__type]).toEqual([400, 'UnknownOperationException']);
  });

  it('gives every answer an id of its own and the content type of AWS JSON', async () => {
    const replies = await Promise.all(
      [1, 2].map(() => byHand(fake, 'PutComplianceItems', complianceOnWire())),
    );
    const ids = replies.map(({ headers }) => headers['x-amzn-requestid']);
    expect(new Set(ids).size).toBe(2);
    expect(replies[0]?.headers['content-type']).toBe('application/x-amz-json-1.1');
  });
});
