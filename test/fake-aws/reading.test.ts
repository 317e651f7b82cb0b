import {
  GetInventorySchemaCommand,
  ListComplianceItemsCommand,
  ListComplianceSummariesCommand,
  ListInventoryEntriesCommand,
  ListResourceComplianceSummariesCommand,
  paginateListComplianceItems,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byHand } from './clients/by-hand.ts';
import { sdkClient } from './clients/sdk.ts';
import { complianceOnWire, inventoryOnWire, item, NODE, SECONDS, TYPE } from './samples.ts';
import { type FakeAws, startFakeAws } from './server.ts';

/** 120 items, every tenth one compliant. */
const ITEMS = Array.from({ length: 120 }, (_, index) =>
  item({
    Id: `CAUSE_${String(index).padStart(3, '0')}`,
    Severity: index === 7 ? 'CRITICAL' : 'LOW',
    Status: index % 10 === 0 ? 'COMPLIANT' : 'NON_COMPLIANT',
    Details: { DocumentName: index < 100 ? 'AWS-RunPatchBaseline' : 'Other' },
  }),
);
const ENTRIES = Array.from({ length: 60 }, (_, index) => ({
  Cause: `CAUSE_${index % 3}`,
  Line: String(index).padStart(2, '0'),
}));

let fake: FakeAws;
let person: SSMClient;
beforeAll(async () => {
  fake = await startFakeAws({ node: NODE });
  person = sdkClient(fake, fake.person);
  const summary = { ExecutionTime: SECONDS, ExecutionType: 'Command', ExecutionId: 'c0ffee' };
  await byHand(fake, 'PutComplianceItems', complianceOnWire({ Items: ITEMS, ExecutionSummary: summary }));
  const healthy = [item({ Id: 'SELF', Severity: 'INFORMATIONAL', Status: 'COMPLIANT' })];
  await byHand(
    fake,
    'PutComplianceItems',
    complianceOnWire({ ComplianceType: 'Custom:Healthy', Items: healthy }),
  );
  await byHand(fake, 'PutInventory', inventoryOnWire({ Content: ENTRIES }));
});
afterAll(() => fake.close());

describe('ListComplianceItems', () => {
  const list = (input: object) =>
    person.send(new ListComplianceItemsCommand({ ResourceIds: [NODE.id], ...input }));
  const count = async (Key: string, Values: string[], Type?: string) => {
    const input = { ResourceIds: [NODE.id], Filters: [{ Key, Values, Type }] } as object;
    let all = 0;
    for await (const page of paginateListComplianceItems({ client: person }, input)) {
      all += page.ComplianceItems?.length ?? 0;
    }
    return all;
  };

  it('tells an item as it was put, with its type, node and run', async () => {
    const { ComplianceItems = [] } = await list({ MaxResults: 1 });
    expect(ComplianceItems).toEqual([
      {
        ...ITEMS[0],
        ComplianceType: TYPE,
        ResourceId: NODE.id,
        ResourceType: 'ManagedInstance',
        ExecutionSummary: {
          ExecutionTime: new Date('2026-11-25T00:42:37Z'),
          ExecutionType: 'Command',
          ExecutionId: 'c0ffee',
        },
      },
    ]);
  });

  it('gives pages of 50, each item once', async () => {
    const sizes: number[] = [];
    const ids: (string | undefined)[] = [];
    const input = { ResourceIds: [NODE.id] };
    for await (const { ComplianceItems = [] } of paginateListComplianceItems({ client: person }, input)) {
      sizes.push(ComplianceItems.length);
      ids.push(...ComplianceItems.map(({ Id }) => Id));
    }
    expect(sizes).toEqual([50, 50, 21]);
    expect(ids).toEqual([...ITEMS.map(({ Id }) => Id), 'SELF']);
  });

  it('takes no larger page, and no token of another question', async () => {
    await expect(list({ MaxResults: 51 })).rejects.toMatchObject({ name: 'ValidationException' });
    const { NextToken } = await list({ MaxResults: 2 });
    expect((await list({ MaxResults: 3, NextToken })).ComplianceItems?.[0]?.Id).toBe('CAUSE_002');
    const Filters = [{ Key: 'Status', Values: ['COMPLIANT'] }];
    await expect(list({ NextToken, Filters })).rejects.toMatchObject({ name: 'InvalidNextToken' });
    await expect(list({ NextToken: 'MTIz' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it('filters, any value of a key and all keys', async () => {
    expect(await count('Status', ['COMPLIANT'])).toBe(13);
    expect(await count('Severity', ['CRITICAL', 'INFORMATIONAL'], 'EQUAL')).toBe(2);
    expect(await count('Severity', ['LOW'], 'NOT_EQUAL')).toBe(2);
    expect(await count('Id', ['CAUSE_11'], 'BEGIN_WITH')).toBe(10);
    expect(await count('Id', ['CAUSE_003'], 'LESS_THAN')).toBe(3);
    expect(await count('Id', ['CAUSE_117'], 'GREATER_THAN')).toBe(3);
    expect(await count('DocumentName', ['Other'])).toBe(20);
    expect(await count('ComplianceType', ['Custom:Healthy'])).toBe(1);
    expect(await count('ExecutionType', ['Command'])).toBe(120);
    const Filters = [
      { Key: 'Status', Values: ['COMPLIANT'] },
      { Key: 'DocumentName', Values: ['Other'] },
    ];
    expect((await list({ Filters })).ComplianceItems?.length).toBe(2);
  });

  it.each([
    ['a key that nobody knows', 'InvalidFilter', { Filters: [{ Key: 'Colour', Values: ['red'] }] }],
    ['a filter without values', 'InvalidFilter', { Filters: [{ Key: 'Status' }] }],
    ['21 values', 'ValidationException', { Filters: [{ Key: 'Id', Values: Array(21).fill('') }] }],
    ['two nodes', 'ValidationException', { ResourceIds: [NODE.id, 'i-0synthetic0000002'] }],
    ['another node', 'InvalidResourceId', { ResourceIds: ['i-0synthetic0000002'] }],
    ['another type of resource', 'InvalidResourceType', { ResourceTypes: ['Instance'] }],
  ])('refuses %s', async (_title, name, input) => {
    await expect(list(input)).rejects.toMatchObject({ name });
  });
});

describe('the summaries', () => {
  const none = {
    CriticalCount: 0,
    HighCount: 0,
    MediumCount: 0,
    LowCount: 0,
    InformationalCount: 0,
    UnspecifiedCount: 0,
  };

  it('count nodes by type, and all as the fleet', async () => {
    const { ComplianceSummaryItems = [] } = await person.send(new ListComplianceSummariesCommand({}));
    expect(ComplianceSummaryItems).toEqual([
      {
        ComplianceType: TYPE,
        CompliantSummary: { CompliantCount: 0, SeveritySummary: none },
        NonCompliantSummary: { NonCompliantCount: 1, SeveritySummary: { ...none, CriticalCount: 1 } },
      },
      {
        ComplianceType: 'Custom:Healthy',
        CompliantSummary: { CompliantCount: 1, SeveritySummary: { ...none, InformationalCount: 1 } },
        NonCompliantSummary: { NonCompliantCount: 0, SeveritySummary: none },
      },
      {
        ComplianceType: 'FleetTotal',
        CompliantSummary: { CompliantCount: 1, SeveritySummary: { ...none, InformationalCount: 1 } },
        NonCompliantSummary: { NonCompliantCount: 1, SeveritySummary: { ...none, CriticalCount: 1 } },
      },
    ]);
  });

  it('count the items of each node', async () => {
    const Filters = [{ Key: 'OverallSeverity', Values: ['CRITICAL'] }];
    const command = new ListResourceComplianceSummariesCommand({ Filters });
    const { ResourceComplianceSummaryItems = [] } = await person.send(command);
    expect(ResourceComplianceSummaryItems).toMatchObject([
      {
        ComplianceType: TYPE,
        ResourceId: NODE.id,
        Status: 'NON_COMPLIANT',
        OverallSeverity: 'CRITICAL',
        CompliantSummary: { CompliantCount: 12, SeveritySummary: { ...none, LowCount: 12 } },
        NonCompliantSummary: {
          NonCompliantCount: 108,
          SeveritySummary: { ...none, CriticalCount: 1, LowCount: 107 },
        },
      },
    ]);
  });

  it('are paged', async () => {
    const first = await person.send(new ListResourceComplianceSummariesCommand({ MaxResults: 1 }));
    expect(first.ResourceComplianceSummaryItems?.length).toBe(1);
    const more = { MaxResults: 1, NextToken: first.NextToken };
    const second = await person.send(new ListResourceComplianceSummariesCommand(more));
    expect(second.ResourceComplianceSummaryItems).toMatchObject([{ ComplianceType: 'Custom:Healthy' }]);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('the inventory', () => {
  const question = { InstanceId: NODE.id, TypeName: TYPE };
  const list = (input: object) => person.send(new ListInventoryEntriesCommand({ ...question, ...input }));

  it('tells the entries in pages of 50', async () => {
    const entries: unknown[] = [];
    let token: string | undefined;
    do {
      const { Entries = [], NextToken, ...page } = await list({ NextToken: token });
      expect(page).toMatchObject({ ...question, SchemaVersion: '1.0', CaptureTime: '2026-11-25T00:42:37Z' });
      expect(Entries.length).toBeLessThanOrEqual(50);
      entries.push(...Entries);
      token = NextToken;
    } while (token !== undefined);
    expect(entries).toEqual(ENTRIES);
  });

  it.each([
    ['Equal', 'Cause', ['CAUSE_1'], 20],
    ['NotEqual', 'Cause', ['CAUSE_1', 'CAUSE_2'], 20],
    ['BeginWith', 'Line', ['5'], 10],
    ['LessThan', `${TYPE}.Line`, ['03'], 3],
    ['GreaterThan', 'Line', ['57'], 2],
    ['Exists', 'Missing', [''], 0],
  ])('filters by %s', async (Type, Key, Values, expected) => {
    const { Entries = [] } = await list({ Filters: [{ Key, Values, Type }] });
    expect(Entries.length).toBe(expected);
  });

  it('has nothing of a type that was never put, and refuses another node', async () => {
    expect(await list({ TypeName: 'Custom:Other' })).toMatchObject({ Entries: [] });
    const other = list({ InstanceId: 'i-0synthetic0000002' });
    await expect(other).rejects.toMatchObject({ name: 'InvalidInstanceId' });
  });

  it('has a schema of what was put', async () => {
    const { Schemas } = await person.send(new GetInventorySchemaCommand({ TypeName: TYPE, MaxResults: 50 }));
    expect(Schemas).toEqual([
      {
        TypeName: TYPE,
        Version: '1.0',
        Attributes: [
          { Name: 'Cause', DataType: 'string' },
          { Name: 'Line', DataType: 'string' },
        ],
      },
    ]);
    const tooFew = person.send(new GetInventorySchemaCommand({ MaxResults: 49 }));
    await expect(tooFew).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
