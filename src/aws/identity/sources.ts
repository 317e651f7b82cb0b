import { parseIdentityConfig } from '../../../parsers/state/identity-config.ts';
import { objectOf, parseObject, textOf } from '../../../parsers/state/json.ts';
import { variable } from '../../platform/environment.ts';
import type { Machine } from '../../platform/machine.ts';
import type { AgentTree } from './agent-tree.ts';
import type { Claim, Told } from './identity.ts';
import { InstanceMetadata, MetadataError } from './instance-metadata.ts';
import { kindOfId } from './node-id.ts';
import { summaryClaim, vaultClaim } from './registration.ts';

export interface Question {
  readonly machine: Machine;
  readonly agent: AgentTree;
  /** Whether the agent takes the identity of an instance before one of a registration (`Identity.ConsumptionOrder`). */
  readonly instanceFirst: boolean;
}

/** One place that may tell who this machine is. */
export interface Source {
  /** Whether it still has to be asked, after what those before it said. */
  isNeeded(soFar: readonly Claim[], question: Question): boolean;
  read(question: Question): Told | Promise<Told>;
}

const INSTANCE_DOCUMENT = '/latest/dynamic/instance-identity/document';
const TASK_METADATA = ['ECS_CONTAINER_METADATA_URI_V4', 'ECS_CONTAINER_METADATA_URI'];

/** In the order in which they are believed. */
export const SOURCES: readonly Source[] = [
  { isNeeded: always, read: agentEnvironment },
  { isNeeded: always, read: identityConfig },
  { isNeeded: always, read: ({ machine, agent }) => vaultClaim(machine.files, agent, 'Manifest') },
  { isNeeded: always, read: ({ agent }) => summaryClaim(agent) },
  { isNeeded: always, read: ({ machine, agent }) => vaultClaim(machine.files, agent, 'EC2Manifest') },
  { isNeeded: metadataNeeded, read: instanceMetadata },
];

/** Whether this is the container of a task: what the metadata of the instance below it say is not about it. */
export function isTask({ environment }: Machine): boolean {
  return TASK_METADATA.some((name) => variable(environment, name) !== null);
}

function always(): boolean {
  return true;
}

function agentEnvironment({ machine: { environment } }: Question): Told {
  const place = 'AWS_SSM_INSTANCE_ID';
  const id = variable(environment, place);
  if (id === null) return { kind: 'nothing' };
  const region = variable(environment, 'AWS_SSM_REGION_NAME');
  return { kind: 'claim', claim: { id, region, toldBy: 'agent-environment', place } };
}

function identityConfig({ agent }: Question): Told {
  const file = agent.state('identity-config');
  if (file.kind === 'absent') return { kind: 'nothing' };
  const place = file.shown;
  if (file.kind === 'refused') return { kind: 'trouble', message: `${place}: ${file.why}` };
  const parsed = parseIdentityConfig(file.text);
  if (!parsed.ok) return { kind: 'trouble', message: `${place}: ${parsed.detail}` };
  const claim = { id: parsed.value.instanceId, region: null, toldBy: 'identity-config', place } as const;
  return { kind: 'claim', claim };
}

/**
 * The agent tells everything to what it starts, and a registered node is one wherever it runs. Only what a file says
 * of an instance may come from the image that the instance was made of.
 */
function metadataNeeded(soFar: readonly Claim[], { machine, instanceFirst }: Question): boolean {
  const [first] = soFar;
  if (first === undefined) return !isTask(machine);
  if (first.toldBy === 'agent-environment') return first.region === null && kindOfId(first.id) === 'ec2';
  return kindOfId(first.id) === 'ec2' || (instanceFirst && first.toldBy === 'registration');
}

async function instanceMetadata({ machine }: Question): Promise<Told> {
  const metadata = new InstanceMetadata(machine);
  try {
    const parsed = parseObject(await metadata.get(INSTANCE_DOCUMENT));
    const document = parsed.ok ? objectOf(parsed.value) : null;
    const id = textOf(document?.instanceId);
    const place = `the instance metadata at ${metadata.address}`;
    if (id === null)
      return { kind: 'trouble', message: `${place}: the identity document names no instanceId` };
    return {
      kind: 'claim',
      claim: { id, region: textOf(document?.region), toldBy: 'instance-metadata', place },
    };
  } catch (error) {
    if (error instanceof MetadataError) return { kind: 'trouble', message: error.message };
    throw error;
  }
}
