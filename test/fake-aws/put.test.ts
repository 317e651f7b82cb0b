import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutComplianceItemsCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byHand } from './clients/by-hand.ts';
import { sdkClient } from './clients/sdk.ts';
import {
  COMPLIANCE_REQUEST,
  complianceOnWire,
  inventoryOnWire,
  item,
  NODE,
  SECONDS,
  TYPE,
} from './samples.ts';
import { type FakeAws, startFakeAws } from './server.ts';
import { complianceOf, inventoryOf } from './state/state.ts';

let fake: FakeAws;
beforeEach(async () => {
  fake = await startFakeAws({ node: NODE });
});
afterEach(() => fake.close());

/** The outcome of a request, or the error that refused it. */
async function verdict(operation: string, input: unknown, at = fake): Promise<string> {
  const { body } = await byHand(at, operation, input);
  return (
    (body.__type as string | undefined) ??
    at.requests
      .at(-1)
      ?.outcomes.map(({ kind }) => kind)
      .join() ??
    ''
  );
}

const idsOf = (type: string) => complianceOf(fake.state, type)?.items.map(({ Id }) => Id);

describe('PutComplianceItems', () => {
  const put = (changes: Record<string, unknown> = {}) =>
    verdict('PutComplianceItems', complianceOnWire(changes));

  it('keeps what was sent', async () => {
    expect(await put({ ItemContentHash: 'h1' })).toBe('stored');
    expect(fake.state.compliance).toEqual([
      {
        resourceId: NODE.id,
        type: TYPE,
        execution: { ExecutionTime: SECONDS },
        hash: 'h1',
        items: [item()],
      },
    ]);
  });

  it('keeps from the SDK the very text and time of the request', async () => {
    const { ExecutionSummary, Items, ...request } = COMPLIANCE_REQUEST;
    const execution = { ...ExecutionSummary, ExecutionTime: new Date(ExecutionSummary.ExecutionTime) };
    const command = new PutComplianceItemsCommand({
      ...request,
      ExecutionSummary: execution,
      Items: structuredClone(Items) as never,
    });
    await sdkClient(fake).send(command);
    expect(complianceOf(fake.state, TYPE)).toMatchObject({
      execution: { ExecutionTime: SECONDS, ExecutionType: 'Command' },
      items: Items,
    });
  });

  it('replaces all items of the type, and of no other type', async () => {
    await put({ ComplianceType: 'Custom:Other' });
    await put({ Items: [item({ Id: 'A' }), item({ Id: 'B' })] });
    expect(idsOf(TYPE)).toEqual(['A', 'B']);
    await put({ Items: [item({ Id: 'C' })] });
    expect(idsOf(TYPE)).toEqual(['C']);
    expect(idsOf('Custom:Other')).toEqual([item().Id]);
  });

  it('ignores a request with the stored hash, also one without items', async () => {
    await put({ ItemContentHash: 'h1' });
    expect(await put({ ItemContentHash: 'h1', Items: [item({ Id: 'other' })] })).toBe('unchanged');
    expect(await put({ ItemContentHash: 'h1', Items: [] })).toBe('unchanged');
    expect(idsOf(TYPE)).toEqual([item().Id]);
    expect(await put({ ItemContentHash: 'h2', Items: [] })).toBe('stored');
    expect(idsOf(TYPE)).toEqual([]);
  });

  it('clears the type where there are no items and no hash', async () => {
    await put({ ItemContentHash: 'h1' });
    expect(await put({ Items: [] })).toBe('stored');
    expect(idsOf(TYPE)).toEqual([]);
  });

  it('ignores a run that is older than the stored one, and takes one of the same time', async () => {
    await put();
    const at = (ExecutionTime: number) => put({ ExecutionSummary: { ExecutionTime }, Items: [] });
    expect(await at(SECONDS - 1)).toBe('older');
    expect(idsOf(TYPE)).toEqual([item().Id]);
    expect(await at(SECONDS)).toBe('stored');
  });

  it('takes ten custom types of a node and no eleventh', async () => {
    for (let count = 0; count < 10; count++)
      expect(await put({ ComplianceType: `Custom:T${count}` })).toBe('stored');
    expect(await put({ ComplianceType: 'Custom:T10' })).toBe('ComplianceTypeCountLimitExceededException');
    expect(await put({ ComplianceType: 'Custom:T9' })).toBe('stored');
  });

  it('refuses more than 800 KB, and says of which type', async () => {
    const full = item({ Details: { DetailedText: 'x'.repeat(4096) } });
    expect(await put({ Items: Array(190).fill(full) })).toBe('stored');
    const { status, body } = await byHand(
      fake,
      'PutComplianceItems',
      complianceOnWire({ Items: Array(195).fill(full) }),
    );
    expect([status, body]).toEqual([
      400,
      {
        __type: 'ItemSizeLimitExceededException',
        TypeName: TYPE,
        Message: 'Compliance item can have up to 800 KB in total.',
      },
    ]);
  });

  it('refuses another node and another type of resource, without a word of why', async () => {
    const other = complianceOnWire({ ResourceId: 'i-0synthetic0000002' });
    expect((await byHand(fake, 'PutComplianceItems', other)).body).toEqual({ __type: 'InvalidResourceId' });
    const instance = complianceOnWire({ ResourceType: 'Instance' });
    expect((await byHand(fake, 'PutComplianceItems', instance)).body).toEqual({
      __type: 'InvalidResourceType',
    });
  });

  it('refuses another node by IAM where the token is tied to its own', async () => {
    const tied = await startFakeAws({ node: { ...NODE, tied: true } });
    const other = complianceOnWire({ ResourceId: 'i-0synthetic0000002' });
    expect(await verdict('PutComplianceItems', other, tied)).toBe('AccessDeniedException');
    const inventory = { ...inventoryOnWire(), InstanceId: 'i-0synthetic0000002' };
    expect(await verdict('PutInventory', inventory, tied)).toBe('AccessDeniedException');
    expect(await verdict('PutComplianceItems', complianceOnWire(), tied)).toBe('stored');
    await tied.close();
  });
});

describe('PutInventory', () => {
  const put = (changes: Record<string, unknown> = {}) => verdict('PutInventory', inventoryOnWire(changes));
  const content = [{ Cause: 'A' }];

  it('keeps what was sent', async () => {
    expect(await put({ Content: content, ContentHash: 'h1' })).toBe('stored');
    expect(fake.state.inventory).toEqual([
      {
        nodeId: NODE.id,
        type: TYPE,
        schemaVersion: '1.0',
        captureTime: '2026-11-25T00:42:37Z',
        hash: 'h1',
        entries: content,
      },
    ]);
  });

  it('leaves what has the stored hash, and replaces what has another', async () => {
    await put({ Content: content, ContentHash: 'h1' });
    expect(await put({ Content: [], ContentHash: 'h1' })).toBe('unchanged');
    expect(await put({ Content: undefined, ContentHash: 'h1' })).toBe('unchanged');
    expect(inventoryOf(fake.state, TYPE)?.entries).toEqual(content);
    expect(await put({ Content: [], ContentHash: 'h2' })).toBe('stored');
    expect(inventoryOf(fake.state, TYPE)?.entries).toEqual([]);
  });

  it.each([
    ['a hash that is not stored, without content', 'ItemContentMismatchException', { Content: undefined }],
    [
      'neither content nor hash',
      'InvalidItemContentException',
      { Content: undefined, ContentHash: undefined },
    ],
    ['a context', 'UnsupportedInventoryItemContextException', { Context: { A: '' } }],
    ['a type of the service', 'InvalidTypeNameException', { TypeName: 'AWS:Application' }],
    ['a name with a small letter', 'InvalidTypeNameException', { TypeName: 'Custom:ssmDoctor' }],
    [
      'two spellings of an attribute',
      'InvalidItemContentException',
      { Content: [{ Cause: 'A' }, { cause: 'B' }] },
    ],
    [
      'more than 800 KB',
      'ItemSizeLimitExceededException',
      { Content: Array(205).fill({ Excerpt: 'x'.repeat(4096) }) },
    ],
  ])('refuses %s', async (_title, error, changes) => {
    expect(await put(changes)).toBe(error);
    expect(fake.state.inventory).toEqual([]);
  });

  it('refuses another spelling than that of what is stored', async () => {
    await put({ Content: content });
    expect(await put({ Content: [{ CAUSE: 'B' }], ContentHash: 'h2' })).toBe('InvalidItemContentException');
  });

  it('refuses another node', async () => {
    const other = { ...inventoryOnWire(), InstanceId: 'i-0synthetic0000002' };
    expect(await verdict('PutInventory', other)).toBe('InvalidInstanceId');
  });

  it('keeps all items or none', async () => {
    const [good] = inventoryOnWire().Items as object[];
    const bad = { ...good, TypeName: 'Custom:Other', Content: undefined };
    const both = { InstanceId: NODE.id, Items: [good, bad] };
    expect(await verdict('PutInventory', both)).toBe('ItemContentMismatchException');
    expect(fake.state.inventory).toEqual([]);
  });

  it('takes twenty custom types of an account and no twenty-first', async () => {
    const types = Array.from({ length: 21 }, (_, index) => `Custom:T${index}`);
    const verdicts: string[] = [];
    for (const TypeName of types) verdicts.push(await put({ TypeName }));
    expect(verdicts.slice(0, 20)).toEqual(Array(20).fill('stored'));
    expect(verdicts[20]).toBe('CustomSchemaCountLimitExceededException');
  });
});

describe('a state that is kept in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-aws-'));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is there again when the service comes back, at its old place', async () => {
    const state = join(folder, 'state.json');
    const first = await startFakeAws({ node: NODE, state });
    await verdict('PutComplianceItems', complianceOnWire({ ItemContentHash: 'h1' }), first);
    await verdict('PutInventory', inventoryOnWire(), first);
    await first.close();
    const port = Number(new URL(first.url).port);
    const second = await startFakeAws({ node: NODE, state, port });
    expect(second.url).toBe(first.url);
    expect(second.state).toEqual(first.state);
    expect(second.state.inventory.length).toBe(1);
    const same = complianceOnWire({ ItemContentHash: 'h1' });
    expect(await verdict('PutComplianceItems', same, second)).toBe('unchanged');
    await second.close();
    expect(readdirSync(folder)).toEqual(['state.json']);
  });
});
