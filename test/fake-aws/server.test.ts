import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ListComplianceItemsCommand } from '@aws-sdk/client-ssm';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { selfSigned } from '../support/authority.ts';
import { byHand } from './clients/by-hand.ts';
import { sdkClient } from './clients/sdk.ts';
import { complianceOnWire, NODE } from './samples.ts';
import { type FakeAws, startFakeAws } from './server.ts';

describe('the server', () => {
  let fake: FakeAws;
  beforeEach(async () => {
    fake = await startFakeAws({ node: NODE });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await fake.close();
  });

  it('bears a client that is killed in the middle of its request, and keeps nothing of it', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    const socket = connect(Number(new URL(fake.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AmazonSSM.PutComplianceItems\r\ncontent-length: 900\r\n\r\n{',
    );
    await wait(50);
    socket.resetAndDestroy();
    await wait(50);
    expect((await byHand(fake, 'PutComplianceItems', complianceOnWire())).status).toBe(200);
    expect(fake.requests.length).toBe(1);
    expect(complaint).not.toHaveBeenCalled();
  });

  it('refuses a body that has no end', async () => {
    const long = 'x'.repeat(33 * 1024 * 1024);
    const { status, body } = await byHand(fake, 'PutComplianceItems', long);
    expect([status, body.__type]).toEqual([413, 'RequestEntityTooLargeException']);
  });

  it('is one of many, each with a state of its own', async () => {
    const other = await startFakeAws({ node: NODE });
    await byHand(fake, 'PutComplianceItems', complianceOnWire());
    expect([fake.state.compliance.length, other.state.compliance.length]).toEqual([1, 0]);
    await other.close();
  });

  it('tells of a request before its client knows the answer', async () => {
    const order: string[] = [];
    const told = await startFakeAws({
      node: NODE,
      onRequest: ({ operation }) => order.push(operation ?? ''),
    });
    await byHand(told, 'PutComplianceItems', complianceOnWire());
    order.push('answered');
    expect(order).toEqual(['PutComplianceItems', 'answered']);
    await told.close();
  });

  it('speaks HTTPS to a client that trusts its authority', async () => {
    const tls = selfSigned([]);
    const secure = await startFakeAws({ node: NODE, tls });
    expect(secure.url).toMatch(/^https:/);
    const trusting = new NodeHttpHandler({ httpsAgent: new Agent({ ca: tls.cert }) });
    const list = new ListComplianceItemsCommand({ ResourceIds: [NODE.id] });
    await sdkClient(secure, secure.person, { requestHandler: trusting }).send(list);
    await expect(sdkClient(secure, secure.person).send(list)).rejects.toThrow('self-signed certificate');
    expect(secure.requests.length).toBe(1);
    await secure.close();
  });

  it('does not come up where another is', async () => {
    const port = Number(new URL(fake.url).port);
    await expect(startFakeAws({ node: NODE, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
