import { PutComplianceItemsCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byHand } from './clients/by-hand.ts';
import { sdkClient } from './clients/sdk.ts';
import type { Fault } from './faults.ts';
import { complianceOnWire, inventoryOnWire, NODE, SECONDS, TYPE } from './samples.ts';
import { type FakeAws, startFakeAws } from './server.ts';
import { complianceOf } from './state/state.ts';

const COMMAND = new PutComplianceItemsCommand({
  ResourceId: NODE.id,
  ResourceType: 'ManagedInstance',
  ComplianceType: TYPE,
  ExecutionSummary: { ExecutionTime: new Date(SECONDS * 1000) },
  Items: [{ Id: 'SELF/run', Severity: 'INFORMATIONAL', Status: 'COMPLIANT' }],
});

describe('a fault', () => {
  let fake: FakeAws;
  beforeEach(async () => {
    fake = await startFakeAws({ node: NODE });
  });
  afterEach(() => fake.close());

  const put = () => byHand(fake, 'PutComplianceItems', complianceOnWire());
  const isStored = () => complianceOf(fake.state, TYPE) !== undefined;

  it.each<[Fault, number, string, string]>([
    [{ kind: 'throttle' }, 400, 'ThrottlingException', 'Rate exceeded'],
    [{ kind: 'internal-error' }, 500, 'InternalServerError', 'Internal Server Error'],
    [{ kind: 'denied' }, 400, 'AccessDeniedException', 'ssm:PutComplianceItems'],
    [{ kind: 'expired-token' }, 400, 'ExpiredTokenException', 'is expired'],
    [{ kind: 'clock-skew', seconds: 3600 }, 400, 'InvalidSignatureException', 'Signature expired'],
    [{ kind: 'clock-skew', seconds: -3600 }, 400, 'InvalidSignatureException', 'Signature not yet current'],
    [
      { kind: 'refuse', type: 'TotalSizeLimitExceededException' },
      400,
      'TotalSizeLimitExceededException',
      'asked for',
    ],
    [{ kind: 'refuse', type: 'Odd', message: 'Tea', status: 418 }, 418, 'Odd', 'Tea'],
  ])('%j refuses one request and not the next', async (fault, status, type, message) => {
    fake.faults.add(fault);
    const { body, ...reply } = await put();
    expect([reply.status, body.__type, body.message ?? body.Message]).toEqual([
      status,
      type,
      expect.stringContaining(message),
    ]);
    expect(isStored()).toBe(false);
    expect((await put()).status).toBe(200);
    expect(isStored()).toBe(true);
  });

  it('of the clock shows in the date of the answer', async () => {
    fake.faults.add({ kind: 'clock-skew', seconds: 7200 });
    const { headers } = await put();
    expect(Date.parse(String(headers.date)) - Date.now()).toBeGreaterThan(7_100_000);
  });

  it('resets the connection before anything is stored', async () => {
    fake.faults.add({ kind: 'reset', when: 'at-once' });
    await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(isStored()).toBe(false);
    expect(fake.requests).toMatchObject([{ operation: 'PutComplianceItems', status: null, outcomes: [] }]);
  });

  it('resets the connection when everything is stored', async () => {
    fake.faults.add({ kind: 'reset', when: 'carried-out' });
    await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(isStored()).toBe(true);
    expect(fake.requests).toMatchObject([{ status: null, outcomes: [{ kind: 'stored' }] }]);
  });

  it('makes the answer slow, and whole in the end', async () => {
    fake.faults.add({ kind: 'slow', milliseconds: 400 });
    const started = performance.now();
    expect((await put()).body).toEqual({});
    expect(performance.now() - started).toBeGreaterThan(350);
  });

  it('cuts the answer off', async () => {
    fake.faults.add({ kind: 'cut' });
    await expect(put()).rejects.toThrow();
    expect(fake.requests).toMatchObject([{ status: 200, outcomes: [{ kind: 'stored' }] }]);
  });

  it('hangs until the service is closed', async () => {
    const other = await startFakeAws({ node: NODE });
    other.faults.add({ kind: 'hang' });
    let answered = false;
    const hanging = byHand(other, 'PutComplianceItems', complianceOnWire()).finally(() => {
      answered = true;
    });
    const refused = expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([answered, other.requests.length]).toEqual([false, 1]);
    await other.close();
    await refused;
  });

  it('answers with the page of something in between', async () => {
    fake.faults.add({ kind: 'gateway-page', status: 502 });
    await expect(sdkClient(fake).send(COMMAND)).rejects.toMatchObject({ $metadata: { httpStatusCode: 502 } });
    expect(isStored()).toBe(false);
  });

  it('comes as often as it was asked for, in the order of asking', async () => {
    fake.faults.add({ kind: 'throttle' }, { times: 2 });
    fake.faults.add({ kind: 'internal-error' });
    expect(fake.faults.pending).toBe(3);
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await put()).status);
    expect(statuses).toEqual([400, 400, 500, 200]);
    expect(fake.faults.pending).toBe(0);
  });

  it('can be kept for one operation, and be taken back', async () => {
    fake.faults.add({ kind: 'denied' }, { operation: 'PutInventory' });
    expect((await put()).status).toBe(200);
    expect((await byHand(fake, 'PutInventory', inventoryOnWire())).body.__type).toBe('AccessDeniedException');
    fake.faults.add({ kind: 'throttle' }, { times: Number.POSITIVE_INFINITY });
    fake.faults.clear();
    expect((await put()).status).toBe(200);
  });

  it.each<[Fault]>([
    [{ kind: 'throttle' }],
    [{ kind: 'internal-error' }],
    [{ kind: 'reset', when: 'at-once' }],
    [{ kind: 'reset', when: 'carried-out' }],
    [{ kind: 'gateway-page', status: 503 }],
  ])('%j is tried again by the SDK', async (fault) => {
    fake.faults.add(fault);
    await sdkClient(fake, fake.credentials, { maxAttempts: 2 }).send(COMMAND);
    expect(fake.requests.length).toBe(2);
    expect(isStored()).toBe(true);
  });
});
