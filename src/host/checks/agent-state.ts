import { type IdentityConfig, parseIdentityConfig } from '../../../parsers/state/identity-config.ts';
import type { Identity } from '../../aws/identity/identity.ts';
import { kindOfId } from '../../aws/identity/node-id.ts';
import { FilesError, isForbidden } from '../../platform/files.ts';
import type { RemedyStep } from '../../vocabulary.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { type AgentProcess, agentProcesses } from '../facts/agent-processes.ts';
import { identityOf } from '../facts/identity.ts';
import type { Scene } from '../scene.ts';

/** Which node this is, and whether all that says so says the same. */
export const IDENTITY: Check = check<Identity>({
  name: 'identity',
  title: 'Identity of the node',
  limit: 4000,
  gather: identityOf,
  judge: judgeIdentity,
});

const ONE_IDENTITY: readonly RemedyStep[] = [
  { step: 'Compare the ids with the one of this instance in the console of EC2', effect: 'read-only' },
  { step: 'Restart the agent, which then writes who it is', effect: 'changes-node' },
];

export function judgeIdentity(identity: Identity): Judgement {
  switch (identity.kind) {
    case 'node': {
      const { id, region, toldBy } = identity.node;
      const facts = factsOf({ id, region, 'told by': toldBy, note: identity.notes[0] });
      return { status: 'ok', summary: `this is ${id} in ${region}`, facts };
    }
    case 'conflict':
      // Two ids are left over from an image as often as they come from a clone; the fingerprint is another matter.
      return { status: 'failed', cause: null, summary: identity.message, remedy: ONE_IDENTITY };
    case 'none':
      return {
        status: 'failed',
        cause: identity.reason === 'no-region' ? null : 'AGENT_IDENTITY_UNAVAILABLE',
        summary: identity.message,
      };
    case 'unsupported':
      return { status: 'not-applicable', summary: identity.message };
  }
}

/** As ssm-cli asks: is it registered as a hybrid node? */
export const HYBRID_REGISTRATION: Check = check<Identity>({
  name: 'hybrid-registration',
  title: 'Hybrid instance registration',
  weight: 'optional',
  limit: 4000,
  gather: identityOf,
  judge: (identity) => {
    const isHybrid = identity.kind === 'node' && kindOfId(identity.node.id) === 'hybrid';
    if (!isHybrid) return { status: 'not-applicable', summary: 'Instance does not have hybrid registration' };
    const { id, region } = identity.node;
    return {
      status: 'ok',
      summary: `Instance has hybrid registration with instance id ${id} in region ${region}`,
    };
  },
});

interface Vault {
  readonly isHybrid: boolean;
  /** By the path of each part: whether it is there, or may not be looked at. */
  readonly parts: readonly VaultPart[];
  /** When the system got its own id, milliseconds UTC; null where it has none in a file. */
  readonly machineIdAt: number | null;
}

interface VaultPart {
  readonly path: string;
  readonly state: 'there' | 'absent' | 'refused';
  /** When it was written, milliseconds UTC; null where it is not there to be looked at. */
  readonly writtenAt: number | null;
}

/**
 * The keys of a hybrid node: only whether they are there, and since when. They hold a private key, so that nobody reads
 * the fingerprint beside it; that the system's own id was written after it was taken is a hint that it no longer fits.
 */
export const REGISTRATION: Check = check<Vault>({
  name: 'registration',
  title: 'Registration and fingerprint',
  limit: 4000,
  gather: async (scene) => {
    const identity = await identityOf(scene);
    const isHybrid = identity.kind === 'node' && kindOfId(identity.node.id) === 'hybrid';
    const data = scene.agent.layout.data[0] ?? '';
    const names = ['Manifest', 'Store/RegistrationKey', 'Store/InstanceFingerprint'];
    return {
      isHybrid,
      parts: names.map((name) => partAt(scene, `${data}/Vault/${name}`)),
      machineIdAt: partAt(scene, MACHINE_ID).writtenAt,
    };
  },
  judge: judgeVault,
});

const MACHINE_ID = '/etc/machine-id';
const FINGERPRINT = 'InstanceFingerprint';

function partAt(scene: Scene, path: string): VaultPart {
  try {
    const { modified } = scene.machine.files.look(scene.path(path));
    return { path, state: 'there', writtenAt: modified };
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    const state = error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'absent' : 'refused';
    return { path, state, writtenAt: null };
  }
}

export function judgeVault({ isHybrid, parts, machineIdAt }: Vault): Judgement {
  if (!isHybrid)
    return { status: 'not-applicable', summary: 'no hybrid node: its identity comes from the instance' };
  const refused = parts.find(({ state }) => state === 'refused');
  if (refused !== undefined)
    return { status: 'not-readable', summary: `${refused.path} may not be looked at; run as root` };
  const missing = parts.filter(({ state }) => state === 'absent').map(({ path }) => path);
  if (missing.length > 0)
    return {
      status: 'failed',
      cause: 'AGENT_VAULT_DAMAGED',
      summary: `the vault of a registered node lacks ${missing.join(' and ')}`,
      places: missing,
    };
  const takenAt = parts.find(({ path }) => path.endsWith(FINGERPRINT))?.writtenAt ?? null;
  const facts = factsOf({
    'fingerprint taken at': isoOf(takenAt),
    'machine-id written at': isoOf(machineIdAt),
  });
  const isYounger = takenAt !== null && machineIdAt !== null && machineIdAt > takenAt;
  const doubt = isYounger
    ? `; ${MACHINE_ID} is younger: if it has another id than then, the agent is refused when it starts again`
    : '';
  return { status: 'ok', summary: `registration key and fingerprint are there${doubt}`, facts };
}

function isoOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

interface Renewal {
  readonly config: IdentityConfig | 'absent' | 'broken' | 'refused';
  readonly now: number;
}

/** Whether the agent renews its credentials, as it writes down itself. */
export const CREDENTIAL_RENEWAL: Check = check<Renewal>({
  name: 'credential-renewal',
  title: 'Credentials as the agent keeps them',
  // Others than the agent have credentials of their own, and files of state there are several.
  sees: { CREDENTIALS_EXPIRED: 'failing-only', AGENT_STATE_DAMAGED: 'failing-only' },
  gather: (scene): Renewal => {
    const now = scene.machine.clock();
    const file = scene.agent.state('identity-config');
    if (file.kind !== 'text') return { config: file.kind, now };
    const parsed = parseIdentityConfig(file.text);
    return { config: parsed.ok ? parsed.value : 'broken', now };
  },
  judge: judgeRenewal,
});

export function judgeRenewal({ config, now }: Renewal): Judgement {
  if (config === 'refused')
    return { status: 'not-readable', summary: 'identity_config.json may not be read; run as root' };
  if (config === 'absent')
    return { status: 'not-applicable', summary: 'the agent has written no identity_config.json yet' };
  if (config === 'broken')
    return {
      status: 'failed',
      cause: 'AGENT_STATE_DAMAGED',
      summary: 'identity_config.json of the agent cannot be read as what it should be',
    };
  const { credentialsExpireAt: expires, credentialSource } = config;
  if (expires === null || expires <= 0)
    return { status: 'not-applicable', summary: 'the agent keeps no time at which its credentials end' };
  const at = new Date(expires).toISOString();
  const facts = factsOf({ 'expires at': at, source: credentialSource });
  if (expires > now)
    return { status: 'ok', summary: `the credentials of the agent are good until ${at}`, facts };
  return {
    status: 'failed',
    cause: 'CREDENTIALS_EXPIRED',
    summary: `the credentials of the agent ended at ${at}, and it has not renewed them`,
    facts,
  };
}

interface Sleep {
  /** Null where there is no such log. */
  readonly writtenAt: number | null | 'refused';
  readonly worker: AgentProcess | null;
  readonly now: number;
}

/** The system tells when it started in whole seconds, and its processes count from there. */
const START_ERROR_MS = 2000;
/** The longest pause between two attempts is an hour. */
const LONGEST_PAUSE_MS = 65 * 60_000;

/** Whether the agent sleeps because the service does not know it. */
export const HIBERNATION: Check = check<Sleep>({
  name: 'hibernation',
  title: 'Agent hibernation',
  sees: { AGENT_HIBERNATING: 'failing-only' },
  gather: async (scene): Promise<Sleep> => ({
    writtenAt: hibernateLogTime(scene),
    worker: (await agentProcesses(scene))?.find(({ role }) => role === 'worker') ?? null,
    now: scene.machine.clock(),
  }),
  judge: judgeSleep,
});

function hibernateLogTime(scene: Scene): Sleep['writtenAt'] {
  let isRefused = false;
  for (const folder of scene.agent.layout.logs) {
    try {
      const { modified, size } = scene.machine.files.look(scene.path(`${folder}/hibernate.log`));
      if (size > 0) return modified;
    } catch (error) {
      if (!(error instanceof FilesError)) throw error;
      isRefused ||= isForbidden(error);
    }
  }
  return isRefused ? 'refused' : null;
}

export function judgeSleep({ writtenAt, worker, now }: Sleep): Judgement {
  if (writtenAt === 'refused')
    return { status: 'not-readable', summary: "the agent's logs may not be looked at; run as root" };
  if (writtenAt === null) return { status: 'ok', summary: 'the agent has written no hibernate.log' };
  const at = new Date(writtenAt).toISOString();
  const facts = factsOf({ 'hibernate.log written at': at });
  const isOfNow = worker?.startedAt == null || writtenAt >= worker.startedAt - START_ERROR_MS;
  if (!isOfNow || now - writtenAt > LONGEST_PAUSE_MS)
    return { status: 'ok', summary: `the agent is awake: hibernate.log ends at ${at}`, facts };
  return {
    status: 'failed',
    cause: 'AGENT_HIBERNATING',
    summary: `the agent hibernates: it wrote to hibernate.log at ${at}`,
    facts,
  };
}
