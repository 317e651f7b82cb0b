import { parseSharedCredentials } from '../../../parsers/shared-credentials.ts';
import { kindOfId } from '../../aws/identity/node-id.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { identityOf } from '../facts/identity.ts';
import {
  type Called,
  callerIdentity,
  credentialsOf,
  type FoundCredentials,
  listedAssociations,
} from '../facts/service-calls.ts';
import { obstacleOf } from '../judge-reached.ts';
import { refusalOf } from '../judge-refusal.ts';

interface CredentialFacts {
  readonly found: FoundCredentials;
  /** Of STS, and of Systems Manager; STS needs an endpoint of its own, which a private network may lack. */
  readonly caller: Called;
  readonly listed: Called;
}

/** Whose credentials the node has, from where, until when, and whether AWS takes them. */
export const CREDENTIALS: Check = check<CredentialFacts>({
  name: 'credentials',
  title: 'AWS Credentials',
  limit: 9000,
  gather: async (scene) => {
    const found = await credentialsOf(scene);
    const [caller, listed] = await Promise.all([callerIdentity(scene), listedAssociations(scene)]);
    return { found, caller, listed };
  },
  judge: judgeCredentials,
});

export function judgeCredentials({ found, caller, listed }: CredentialFacts): Judgement {
  if (found.kind === 'none') return { status: 'failed', cause: missingCause(found), summary: found.message };
  const { source, credentials } = found;
  const expires = credentials.expiration?.toISOString();
  const facts = factsOf({ source, 'access key': shownKey(credentials.accessKeyId), 'expires at': expires });
  const until = expires === undefined ? '' : ` and will expire at ${expires}`;
  const refused = [caller, listed]
    .map((called) => (called?.answer == null ? null : refusalOf(called.answer)))
    .find((refusal) => refusal !== null && isAboutCredentials(refusal.cause));
  if (refused != null)
    return {
      status: 'failed',
      cause: refused.cause,
      summary: `AWS does not take the credentials (${refused.name}): ${refused.message}`,
      facts,
    };
  const arn = /<Arn>([^<]{1,400})</.exec(caller?.answer?.body ?? '')?.[1];
  if (arn !== undefined)
    return {
      status: 'ok',
      summary: `Credentials are for ${arn}${until}`,
      facts: [...facts, ...factsOf({ arn })],
    };
  if (listed?.answer != null)
    return {
      status: 'ok',
      summary: `Systems Manager takes the credentials from ${source}${until}; whose they are only STS tells, which is not reached`,
      facts,
    };
  const obstacle = caller === null ? null : obstacleOf(caller);
  const unasked = `credentials from ${source}${until} are there, but nobody could be asked whether they are good`;
  if (obstacle === null) return { status: 'not-readable', summary: `${unasked}: no region is known`, facts };
  return { status: 'failed', cause: obstacle.cause, summary: `${unasked}: ${obstacle.summary}`, facts };
}

function isAboutCredentials(cause: string): boolean {
  return cause.startsWith('CREDENTIALS_') || cause === 'HOST_CLOCK_SKEW';
}

/** By what the providers say; the words are our own. */
function missingCause({ code, message }: Extract<FoundCredentials, { kind: 'none' }>): string {
  if (code === 'expired') return 'CREDENTIALS_EXPIRED';
  if (code === 'share-file') return 'CREDENTIALS_SHARED_FILE_ERROR';
  if (/AssumeRoleUnauthorizedAccess/.test(message)) return 'CREDENTIALS_ROLE_NOT_ASSUMABLE';
  if (/the instance has no role/.test(message)) return 'CREDENTIALS_NO_INSTANCE_PROFILE';
  return /instance metadata: /.test(message) ? 'CREDENTIALS_IMDS_UNAVAILABLE' : 'CREDENTIALS_UNAVAILABLE';
}

/** Key ids are no secret, but say enough with their ends. */
function shownKey(id: string): string {
  return id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : '…';
}

/** What the node may ask of Systems Manager, by the question that the agent itself asks. */
export const SERVICE_ANSWER: Check = check<Called>({
  name: 'service-answer',
  title: 'Answer of Systems Manager to the node',
  limit: 9000,
  gather: listedAssociations,
  judge: judgeAnswer,
});

export function judgeAnswer(called: Called): Judgement {
  if (called === null)
    return { status: 'not-applicable', summary: 'without credentials and a region nothing can be asked' };
  const obstacle = obstacleOf(called);
  if (called.answer === null)
    return {
      status: 'not-readable',
      summary: `Systems Manager could not be asked: ${obstacle?.summary ?? 'no answer'}`,
    };
  const refusal = refusalOf(called.answer);
  const facts = factsOf({ status: called.answer.status, error: refusal?.name });
  if (refusal === null)
    return {
      status: 'ok',
      summary: 'Systems Manager answers to ListInstanceAssociations for this node',
      facts,
    };
  return {
    status: 'failed',
    cause: refusal.cause,
    summary: `Systems Manager refuses ListInstanceAssociations (${refusal.name}): ${refusal.message}`,
    facts,
  };
}

/** Beyond these the service refuses what is signed. */
const LIMIT_MS = 240_000;
const WORTH_A_WORD_MS = 30_000;

interface Clocks {
  readonly caller: Called;
  readonly listed: Called;
}

/** The clock of this machine against that of the service. */
export const CLOCK: Check = check<Clocks>({
  name: 'clock',
  title: 'Clock against the service',
  limit: 9000,
  gather: async (scene) => {
    const [listed, caller] = await Promise.all([listedAssociations(scene), callerIdentity(scene)]);
    return { caller, listed };
  },
  judge: ({ caller, listed }) => judgeClock(listed?.answer?.clockAhead ?? caller?.answer?.clockAhead ?? null),
});

export function judgeClock(ahead: number | null): Judgement {
  if (ahead === null)
    return { status: 'not-readable', summary: 'no service of AWS could be asked for the time' };
  const facts = factsOf({ 'seconds behind the service': Math.round(ahead / 1000) });
  const off = `${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? 'behind' : 'ahead of'} the service`;
  if (Math.abs(ahead) > LIMIT_MS)
    return { status: 'failed', cause: 'HOST_CLOCK_SKEW', summary: `this machine's clock is ${off}`, facts };
  return {
    status: 'ok',
    summary:
      Math.abs(ahead) > WORTH_A_WORD_MS
        ? `the clock is ${off}, which is still accepted`
        : 'the clock is right',
    facts,
  };
}

interface StaticKeys {
  readonly isInstance: boolean;
  readonly path: string;
  readonly profiles: readonly string[] | 'absent' | 'refused';
}

/** Keys in the home of the agent's user, which what it starts takes instead of the role. */
export const STATIC_KEYS: Check = check<StaticKeys>({
  name: 'static-keys',
  title: "Credentials file of the agent's user",
  weight: 'optional',
  limit: 4000,
  gather: async (scene) => {
    const identity = await identityOf(scene);
    const isInstance = identity.kind === 'node' && kindOfId(identity.node.id) === 'ec2';
    const path = HOMES[scene.machine.platform];
    const file = scene.text(path, 64 * 1024);
    const profiles =
      file.kind === 'text'
        ? [...parseSharedCredentials(file.text)]
            .filter(([, section]) => section.has('aws_access_key_id'))
            .map(([name]) => name)
        : file.kind;
    return { isInstance, path, profiles };
  },
  judge: judgeStaticKeys,
});

const HOMES = {
  linux: '/root/.aws/credentials',
  macos: '/var/root/.aws/credentials',
  windows: '/Windows/System32/config/systemprofile/.aws/credentials',
} as const;

export function judgeStaticKeys({ isInstance, path, profiles }: StaticKeys): Judgement {
  if (!isInstance)
    return {
      status: 'not-applicable',
      summary: 'no EC2 instance: a hybrid node keeps its credentials there',
    };
  if (profiles === 'refused')
    return { status: 'not-readable', summary: `${path} may not be read; run as root` };
  if (profiles === 'absent' || !profiles.includes('default'))
    return { status: 'ok', summary: `${path} gives no keys in place of the role` };
  return {
    status: 'failed',
    cause: 'CREDENTIALS_STATIC_KEYS_IN_USE',
    summary: `${path} holds keys in its section [default], which scripts and patch documents take instead of the role`,
    facts: factsOf({ path, profiles: profiles.join(', ') }),
    places: [path],
  };
}
