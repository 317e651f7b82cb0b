import { ListComplianceItemsCommand, PutComplianceItemsCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byHand, type Deviations } from './clients/by-hand.ts';
import { sdkClient } from './clients/sdk.ts';
import { COMPLIANCE_REQUEST, complianceOnWire, NODE } from './samples.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const NOW = new Date('2026-11-25T00:03:00.700Z');
const COMMAND = new PutComplianceItemsCommand({
  ...COMPLIANCE_REQUEST,
  Items: [],
  ExecutionSummary: { ExecutionTime: new Date('2026-11-25T00:42:37Z') },
});

/** A moment so many seconds from the service's. */
function offBy(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

describe('who may do what', () => {
  let fake: FakeAws;
  beforeAll(async () => {
    fake = await startFakeAws({ node: NODE, now: () => NOW });
  });
  afterAll(() => fake.close());

  const put = (
    deviations: Deviations,
    operation = 'PutComplianceItems',
    input: unknown = complianceOnWire(),
  ) => byHand(fake, operation, input, { signedAt: NOW, ...deviations });

  it('takes what is signed by the letter', async () => {
    expect((await put({})).status).toBe(200);
  });

  it.each<[string, string, (of: FakeAws) => Deviations]>([
    [
      'a wrong secret',
      'The request signature we calculated does not match',
      ({ credentials }) => ({ credentials: { ...credentials, secretAccessKey: 'wrong' } }),
    ],
    ['another body than the signed one', 'does not match', () => ({ body: JSON.stringify({}) })],
    ['another header than the signed one', 'does not match', () => ({ headers: { host: 'localhost' } })],
    [
      'a header that is gone',
      'does not match',
      () => ({ more: { extra: '1' }, headers: { extra: undefined } }),
    ],
    ['a header of AWS that came later', "'x-amz-more' must be a", () => ({ headers: { 'x-amz-more': '1' } })],
    [
      'another hash than the body has',
      'does not match',
      () => ({ more: { 'x-amz-content-sha256': '0'.repeat(64) } }),
    ],
    ['another region', "a valid region, not 'us-east-1'", () => ({ region: 'us-east-1' })],
    ['another service', "correct service: 'ssm'", () => ({ service: 'ec2' })],
    ['a host that is not signed', "'host' must be a 'SignedHeader'", () => ({ unsigned: ['host'] })],
    ['a target that is not signed', "'x-amz-target' must be a", () => ({ unsigned: ['x-amz-target'] })],
    ['a token that is not signed', 'must be a', () => ({ unsigned: ['x-amz-security-token'] })],
    ['the day before in the scope', "'20261124' != '20261125'", () => ({ day: '20261124' })],
    [
      'a signature that is too old',
      'Signature expired: 20261124T235759Z is now earlier than 20261124T235800Z (20261125T000300Z - 5 min.)',
      () => ({ signedAt: offBy(-301) }),
    ],
    [
      'a signature from the future',
      'Signature not yet current: 20261125T000801Z is still later than 20261125T000800Z (20261125T000300Z + 5 min.)',
      () => ({ signedAt: offBy(301) }),
    ],
    ['a clock that is off by an hour', 'Signature not yet current', () => ({ signedAt: offBy(3600) })],
  ])('refuses %s', async (_title, message, deviations) => {
    const { status, body } = await put(deviations(fake));
    expect([status, body.__type]).toEqual([400, 'InvalidSignatureException']);
    expect(body.message).toContain(message);
  });

  it.each([-299, 299])('takes a clock that is off by %d seconds', async (seconds) => {
    expect((await put({ signedAt: offBy(seconds) })).status).toBe(200);
  });

  it.each<[string, (of: FakeAws) => Deviations]>([
    ['no token', ({ credentials: { sessionToken: _, ...rest } }) => ({ credentials: rest })],
    ['another token', ({ credentials }) => ({ credentials: { ...credentials, sessionToken: 'other' } })],
    ['an unknown key', ({ credentials }) => ({ credentials: { ...credentials, accessKeyId: 'ASIAOTHER' } })],
  ])('does not know %s', async (_title, deviations) => {
    const { status, body } = await put(deviations(fake));
    expect([status, body.__type]).toEqual([400, 'UnrecognizedClientException']);
    expect(body.message).toBe('The security token included in the request is invalid.');
  });

  it('wants a signature, and a whole one', async () => {
    const none = await put({ headers: { authorization: undefined } });
    expect(none.body.__type).toBe('MissingAuthenticationTokenException');
    const basic = await put({ headers: { authorization: 'Basic Zm9vOmJhcg==' } });
    expect(basic.body.__type).toBe('IncompleteSignatureException');
    const untimed = await put({ headers: { 'x-amz-date': 'today' } });
    expect(untimed.body.__type).toBe('IncompleteSignatureException');
  });

  it('lets a node put and not read, and a person do both', async () => {
    const input = { ResourceIds: [NODE.id] };
    const node = await put({}, 'ListComplianceItems', input);
    expect(node.body.__type).toBe('AccessDeniedException');
    expect(node.body.message).toMatch(/is not authorized to perform: ssm:ListComplianceItems on resource/);
    const person = await put({ credentials: fake.person }, 'ListComplianceItems', input);
    expect(person.status).toBe(200);
  });

  it('goes on with new credentials while the old ones are expired', async () => {
    const old = fake.credentials;
    const fresh = fake.issueCredentials();
    expect(fake.credentials).toBe(fresh);
    expect((await put({ credentials: old })).status).toBe(200);
    fake.expire(old);
    const { body } = await put({ credentials: old });
    expect(body.__type).toBe('ExpiredTokenException');
    expect((await put({ credentials: fresh })).status).toBe(200);
  });
});

describe('the SDK and the service', () => {
  it('agree about signatures, of a node and of a person', async () => {
    const fake = await startFakeAws({ node: NODE });
    await sdkClient(fake).send(COMMAND);
    const read = await sdkClient(fake, fake.person).send(
      new ListComplianceItemsCommand({ ResourceIds: [NODE.id] }),
    );
    expect(read.ComplianceItems).toEqual([]);
    await fake.close();
  });

  it('takes the credentials that it is given, and no others', async () => {
    const credentials = { accessKeyId: 'ASIAGIVEN', secretAccessKey: 'given', sessionToken: 'given' };
    const [fake, other] = await Promise.all([
      startFakeAws({ node: NODE, credentials }),
      startFakeAws({ node: NODE }),
    ]);
    await sdkClient(fake, credentials).send(COMMAND);
    await expect(sdkClient(fake, other.credentials).send(COMMAND)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await Promise.all([fake.close(), other.close()]);
  });

  it('make the SDK set its clock by the answer of a service that is an hour ahead', async () => {
    const fake = await startFakeAws({ node: NODE, now: () => new Date(Date.now() + 3_600_000) });
    await sdkClient(fake, fake.credentials, { maxAttempts: 2 }).send(COMMAND);
    expect(fake.requests.map(({ error }) => error?.type ?? 'taken')).toEqual([
      'InvalidSignatureException',
      'taken',
    ]);
    await fake.close();
  });
});
