import { describe, expect, it } from 'vitest';
import type { AwsCredentials } from '../../../src/aws/credentials/credentials.ts';
import type { Client } from '../../../src/delivery/service/client.ts';
import type { Connection } from '../../../src/delivery/service/connection.ts';
import { AttemptError, type Failure } from '../../../src/delivery/service/failure.ts';
import { putCompliance, putInventory } from '../../../src/delivery/service/put.ts';
import { Session } from '../../../src/delivery/service/session.ts';
import { aClock } from '../a-clock.ts';
import { aComplianceRequest, anInventoryRequest } from '../a-request.ts';

describe('a session', () => {
  it('tries again after throttling and failures of the service and the network, with growing pauses', async () => {
    const faults = [error('ThrottlingException'), error('InternalServerError', 500), lost('ECONNRESET')];
    const { session, clock, asked } = scripted([...faults, 'good']);
    await session.request(compliance);
    expect(asked).toHaveLength(4);
    expect(clock.slept).toEqual([500, 250, 500]);
  });

  it('gives up before the deadline, with the last failure', async () => {
    const { session, clock } = scripted(Array.from({ length: 99 }, () => error('ThrottlingException')));
    await expect(session.request(compliance)).rejects.toMatchObject({
      failure: { name: 'ThrottlingException' },
    });
    expect(clock.elapsed()).toBeLessThan(60_000);
    expect(clock.slept.length).toBeGreaterThan(5);
  });

  it('reads the credentials anew when they are no longer good, and again', async () => {
    const expired = error('ExpiredTokenException');
    const { session, asked } = scripted([expired, expired, 'good']);
    await session.request(compliance);
    expect(asked.map(({ credentials }) => credentials.accessKeyId)).toEqual(['key 1', 'key 2', 'key 3']);
  });

  it('does not read them for ever', async () => {
    const { session, asked } = scripted(Array.from({ length: 99 }, () => error('ExpiredTokenException')));
    await expect(session.request(compliance)).rejects.toThrow('ExpiredTokenException');
    expect(asked).toHaveLength(4);
  });

  it("signs with the service's time when its own is wrong, once", async () => {
    const wrong = { ...error('InvalidSignatureException'), clockAhead: 3_600_000 };
    const { session, asked } = scripted([wrong, 'good']);
    await session.request(compliance);
    expect(asked.map(({ clockAhead }) => clockAhead)).toEqual([0, 3_600_000]);
    expect(session.facts.clockAhead).toBe(3_600_000);

    const never = scripted([wrong, wrong, 'good']);
    await expect(never.session.request(compliance)).rejects.toThrow('InvalidSignatureException');
  });

  it('takes a wrong signature at the right time for a wrong secret', async () => {
    const { session, asked } = scripted([{ ...error('InvalidSignatureException'), clockAhead: 800 }, 'good']);
    await expect(session.request(compliance)).rejects.toThrow('InvalidSignatureException');
    expect(asked).toHaveLength(1);
  });

  it.each([
    'AccessDeniedException',
    'InvalidResourceId',
    'ItemSizeLimitExceededException',
    'ValidationException',
  ])('does not try again after %s', async (name) => {
    const { session, asked } = scripted([error(name), 'good']);
    await expect(session.request(compliance)).rejects.toThrow(name);
    expect(asked).toHaveLength(1);
  });
});

describe('putting compliance items', () => {
  it('leaves out the details of our own when the content is refused, once', async () => {
    const { session, sent } = scripted([error('InvalidItemContentException'), 'good']);
    const plain = aComplianceRequest({ ItemContentHash: 'b'.repeat(64) });
    expect(await putCompliance(session, aComplianceRequest(), () => plain)).toBe('without-extra-details');
    expect(sent).toEqual([aComplianceRequest(), plain]);
  });
});

describe('putting inventory', () => {
  const request = anInventoryRequest();
  const { Content: _, ...bare } = request.Items[0];

  it('sends the hash alone when the service should know the content', async () => {
    const { session, sent } = scripted(['good']);
    expect(await putInventory(session, request, request.Items[0].ContentHash)).toBe('hash-only');
    expect(sent).toEqual([{ InstanceId: request.InstanceId, Items: [bare] }]);
  });

  it.each(['ItemContentMismatchException', 'InvalidItemContentException'])(
    'sends the content after %s',
    async (name) => {
      const { session, sent } = scripted([error(name), 'good']);
      expect(await putInventory(session, request, request.Items[0].ContentHash)).toBe('whole');
      expect(sent).toEqual([{ InstanceId: request.InstanceId, Items: [bare] }, request]);
    },
  );

  it('sends the content at once when the hash is another', async () => {
    const { session, sent } = scripted(['good']);
    expect(await putInventory(session, request, 'other')).toBe('whole');
    expect(sent).toEqual([request]);
  });
});

const compliance = (client: Client, limit: number) => client.putCompliance(aComplianceRequest(), limit);

type Answer = Failure | 'good';

/** A session whose service gives these answers, one for each request. */
function scripted(answers: readonly Answer[]) {
  const clock = aClock();
  const left = [...answers];
  const sent: unknown[] = [];
  const asked: { credentials: AwsCredentials; clockAhead: number }[] = [];
  let keys = 0;
  const connection: Connection = {
    region: 'eu-west-1',
    endpoint: null,
    useFips: false,
    useDualstack: false,
    proxy: null,
    ca: null,
    version: '1.2.3',
    credentials: async () => {
      keys += 1;
      return { accessKeyId: `key ${keys}`, secretAccessKey: 'secret' };
    },
  };
  const open = async (_: Connection, credentials: AwsCredentials, clockAhead: number): Promise<Client> => {
    const answer = async (request: unknown): Promise<void> => {
      asked.push({ credentials, clockAhead });
      sent.push(request);
      const next = left.shift() ?? 'good';
      if (next !== 'good') throw new AttemptError(next);
    };
    return { putCompliance: answer, putInventory: answer, close: () => undefined };
  };
  const session = new Session(connection, { clock, deadline: 60_000, attemptLimit: 20_000, open });
  return { session, clock, sent, asked };
}

function error(name: string, httpStatus = 400): Failure {
  return { name, message: '', httpStatus, systemCode: null, clockAhead: null, timedOut: false };
}

function lost(systemCode: string): Failure {
  return { name: 'Error', message: '', httpStatus: null, systemCode, clockAhead: null, timedOut: false };
}
