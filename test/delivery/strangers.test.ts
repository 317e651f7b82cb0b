import { PutComplianceItemsCommand, PutInventoryCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComplianceRequest, InventoryRequest } from '../../src/delivery/service/requests.ts';
import { debianAws, isDebianAwsHere, sendJson } from '../fake-aws/clients/debian-aws.ts';
import { sdkClient } from '../fake-aws/clients/sdk.ts';
import { COMPLIANCE_REQUEST, INVENTORY_REQUEST, NODE, SECONDS, TYPE } from '../fake-aws/samples.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { bundle, ReportingNode } from './reporting-node.ts';

const made = bundle();

interface DryRun {
  readonly PutComplianceItems: ComplianceRequest;
  readonly PutInventory: InventoryRequest;
}

// The only test file that needs Debian's command line, so that no two install it at once.
describe.skipIf(!(await isDebianAwsHere()))('the aws command line of Debian', () => {
  let fake: FakeAws;
  beforeEach(async () => {
    fake = await startFakeAws({ node: NODE });
  });
  afterEach(() => fake.close());

  it('leaves the same as the SDK from the very JSON of the requests', async () => {
    expect(await sendJson(fake, 'put-compliance-items', COMPLIANCE_REQUEST)).toMatchObject({ status: 0 });
    expect(await sendJson(fake, 'put-inventory', INVENTORY_REQUEST)).toMatchObject({ status: 0 });
    const other = await startFakeAws({ node: NODE });
    const client = sdkClient(other);
    const { ExecutionSummary, ...rest } = structuredClone(COMPLIANCE_REQUEST);
    const execution = { ...ExecutionSummary, ExecutionTime: new Date(ExecutionSummary.ExecutionTime) };
    await client.send(new PutComplianceItemsCommand({ ...rest, ExecutionSummary: execution } as never));
    await client.send(new PutInventoryCommand(structuredClone(INVENTORY_REQUEST) as never));
    expect(fake.state).toEqual(other.state);
    expect(fake.state.compliance).toMatchObject([{ execution: { ExecutionTime: SECONDS } }]);
    expect(fake.requests.map(({ error }) => error)).toEqual([null, null]);
    await other.close();
  });

  it('leaves the same as the product from the very JSON of its dry run, and reads it back', async () => {
    const node = new ReportingNode(made, NODE.id);
    node.says('EC2RoleRequestError: no EC2 instance role found, \u00e9\u4e16\u{1f30d}');
    const args = ['--to', 'compliance,inventory', '--now', '2026-11-25T01:00:00Z'];
    const { stdout } = await node.report([...args, '--dry-run']);
    const { PutComplianceItems, PutInventory } = JSON.parse(stdout) as DryRun;
    const sent = await Promise.all([
      sendJson(fake, 'put-compliance-items', PutComplianceItems),
      sendJson(fake, 'put-inventory', PutInventory),
    ]);
    expect(sent).toMatchObject([{ status: 0 }, { status: 0 }]);
    const other = await startFakeAws({ node: NODE });
    node.share(other.credentials);
    expect((await node.report([...args, '--endpoint', other.url])).status).toBe(0);
    expect(fake.state.compliance[0]?.items.length).toBeGreaterThan(1);
    expect(fake.state).toEqual(other.state);

    const [items, entries] = await Promise.all([
      debianAws(other, ['list-compliance-items', '--resource-ids', NODE.id]),
      debianAws(other, ['list-inventory-entries', '--instance-id', NODE.id, '--type-name', TYPE]),
    ]);
    expect(items.output?.ComplianceItems).toMatchObject(PutComplianceItems.Items);
    expect(entries.output?.Entries).toEqual(PutInventory.Items[0].Content);
    await other.close();
  });

  it('reads back every item and entry as it was sent', async () => {
    const [first] = COMPLIANCE_REQUEST.Items;
    const Items = Array.from({ length: 60 }, (_, index) => ({ ...first, Id: `CAUSE/${index}` }));
    await Promise.all([
      sendJson(fake, 'put-compliance-items', { ...COMPLIANCE_REQUEST, Items }),
      sendJson(fake, 'put-inventory', INVENTORY_REQUEST),
    ]);
    const question = ['--instance-id', NODE.id, '--type-name', TYPE];
    const [items, entries] = await Promise.all([
      debianAws(fake, ['list-compliance-items', '--resource-ids', NODE.id]),
      debianAws(fake, ['list-inventory-entries', ...question]),
    ]);
    expect(items.output).toEqual({
      ComplianceItems: Items.map((item) => ({
        ...item,
        ComplianceType: TYPE,
        ResourceId: NODE.id,
        ResourceType: 'ManagedInstance',
        ExecutionSummary: { ExecutionTime: '2026-11-25T00:42:37+00:00', ExecutionType: 'Command' },
      })),
    });
    expect(entries.output).toMatchObject({
      SchemaVersion: '1.0',
      CaptureTime: '2026-11-25T00:42:37Z',
      Entries: INVENTORY_REQUEST.Items[0].Content,
    });
  });

  it('reads the summaries and the schema', async () => {
    await Promise.all([
      sendJson(fake, 'put-compliance-items', COMPLIANCE_REQUEST),
      sendJson(fake, 'put-inventory', INVENTORY_REQUEST),
    ]);
    const [types, nodes, schema] = await Promise.all([
      debianAws(fake, ['list-compliance-summaries']),
      debianAws(fake, ['list-resource-compliance-summaries']),
      debianAws(fake, ['get-inventory-schema', '--type-name', TYPE]),
    ]);
    expect(types.output).toMatchObject({
      ComplianceSummaryItems: [{ ComplianceType: TYPE }, { ComplianceType: 'FleetTotal' }],
    });
    expect(nodes.output).toMatchObject({
      ResourceComplianceSummaryItems: [
        { ResourceId: NODE.id, Status: 'NON_COMPLIANT', NonCompliantSummary: { NonCompliantCount: 1 } },
      ],
    });
    expect(schema.output).toMatchObject({ Schemas: [{ TypeName: TYPE, Attributes: { length: 3 } }] });
  });

  it.each([
    ['a type with a dot', { ComplianceType: 'Custom:ssm.doctor' }, 'ValidationException'],
    ['another node', { ResourceId: 'i-0synthetic0000002' }, 'InvalidResourceId'],
    [
      'a severity of no model',
      { Items: [{ Severity: 'MAJOR', Status: 'COMPLIANT' }] },
      'ValidationException',
    ],
  ])('is told why the service refuses %s', async (_title, changes, error) => {
    const { status, stderr } = await sendJson(fake, 'put-compliance-items', {
      ...COMPLIANCE_REQUEST,
      ...changes,
    });
    expect(status).toBe(254);
    expect(stderr).toContain(`An error occurred (${error}) when calling the PutComplianceItems operation`);
    expect(fake.state.compliance).toEqual([]);
  });

  it('is told of wrong credentials', async () => {
    const credentials = { ...fake.credentials, secretAccessKey: 'wrong' };
    const { status, stderr } = await sendJson(fake, 'put-inventory', INVENTORY_REQUEST, credentials);
    expect([status, stderr]).toEqual([254, expect.stringContaining('InvalidSignatureException')]);
  });
});
