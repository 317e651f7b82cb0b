import type { Machine } from '../../platform/machine.ts';
import { nodeFolders } from '../../sources/node-folders.ts';
import { agentConnection } from './agent-connection.ts';
import { AgentTree } from './agent-tree.ts';
import { choose } from './choose.ts';
import type { Claim, Identity, Said } from './identity.ts';
import { conflictMessage, idMessage, noIdMessage, noRegionMessage, taskMessage } from './messages.ts';
import { kindOfId } from './node-id.ts';
import { type IdentityFlags, regionOf } from './region.ts';
import { isTask, type Question, SOURCES } from './sources.ts';

/**
 * Who this machine is to Systems Manager: told by the agent that runs us, else by what the agent wrote, else by the
 * metadata of the instance. The metadata are asked only where the files could be those of another instance. A person
 * may name the region; the id is never taken from one.
 */
export async function findIdentity(
  machine: Machine,
  flags: IdentityFlags = {},
  agent = new AgentTree(machine),
): Promise<Identity> {
  const settings = agentConnection(agent);
  const instanceFirst = isInstanceFirst(settings.identityOrder);
  const { claims, troubles } = await ask({ machine, agent, instanceFirst });
  const folders = foldersIn(agent);
  const chosen = choose(claims, instanceFirst);
  if (chosen === null) return withoutId(machine, folders, troubles);
  if ('said' in chosen) return conflict(chosen.said, machine);

  const { claim, notes } = chosen;
  const kind = kindOfId(claim.id);
  if (kind === 'ecs') return { kind: 'unsupported', reason: 'ecs', message: taskMessage(claim.place) };
  if (kind === 'unknown') return { kind: 'unsupported', reason: 'id', message: idMessage(claim) };
  const region = regionOf(claim, claims, { machine, flags, settings });
  if (region.kind === 'unknown')
    return {
      kind: 'none',
      reason: 'no-region',
      message: noRegionMessage(claim, [...region.troubles, ...troubles]),
    };
  return {
    kind: 'node',
    node: { id: claim.id, region: region.region, toldBy: claim.toldBy },
    notes: [...notes, ...troubles, ...folders.filter(({ id }) => id !== claim.id).map(folderNote)],
  };
}

/** The agent's own default is the registration before the instance. */
function isInstanceFirst(order: readonly string[] | null): boolean {
  const instance = order?.indexOf('EC2') ?? -1;
  const registration = order?.indexOf('OnPrem') ?? -1;
  return instance !== -1 && (registration === -1 || instance < registration);
}

async function ask(question: Question): Promise<{ claims: Claim[]; troubles: string[] }> {
  const claims: Claim[] = [];
  const troubles: string[] = [];
  for (const source of SOURCES) {
    if (!source.isNeeded(claims, question)) continue;
    const told = await source.read(question);
    if (told.kind === 'claim') claims.push(told.claim);
    if (told.kind === 'trouble') troubles.push(told.message);
  }
  return { claims, troubles };
}

/** Folders tell which nodes there were, not which one this is. */
function withoutId(machine: Machine, folders: readonly Said[], troubles: readonly string[]): Identity {
  if (isTask(machine))
    return { kind: 'unsupported', reason: 'ecs', message: taskMessage('the metadata of a task') };
  if (folders.length > 1) return conflict(folders, machine);
  return { kind: 'none', reason: 'no-id', message: noIdMessage(folders, troubles) };
}

function conflict(said: readonly Said[], { platform }: Machine): Identity {
  const ids = [...new Set(said.map(({ id }) => id))];
  return { kind: 'conflict', ids, said, message: conflictMessage(said, platform) };
}

function foldersIn({ tree, layout }: AgentTree): Said[] {
  const data = tree.firstFolder(layout.data);
  const found = data === null ? [] : nodeFolders(tree, data);
  return found
    .filter(({ nodeId }) => kindOfId(nodeId) === 'ec2' || kindOfId(nodeId) === 'hybrid')
    .map(({ nodeId, place }) => ({ id: nodeId, toldBy: 'node-folder', place: place.shown }));
}

function folderNote({ id, place }: Said): string {
  return `${place} is of ${id}, an earlier node of this machine or of the image it was made of; it does not matter`;
}
