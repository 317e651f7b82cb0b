import { resolve } from 'node:path';
import { findIdentity } from '../aws/identity/find-identity.ts';
import type { ManagedNode } from '../aws/identity/managed-node.ts';
import { confinedFiles } from '../platform/confined-files.ts';
import type { Machine } from '../platform/machine.ts';
import { NetworkError } from '../platform/network.ts';
import { nodeFiles } from '../platform/node-files.ts';
import { nodeMachine } from '../platform/node-machine.ts';
import type { Platform } from '../report/report.ts';
import { detectPlatform } from '../sources/detect-platform.ts';
import { livePlatform } from './live-platform.ts';
import { liveRoot } from './live-root.ts';
import { NotDelivered } from './not-delivered.ts';

/** This machine, and which node it is. */
export interface ReportingMachine {
  readonly machine: Machine;
  readonly node: ManagedNode;
  /** What else is to be known about its identity. */
  readonly notes: readonly string[];
}

interface MachineFlags {
  readonly root?: string;
  readonly platform?: Platform;
  readonly region?: string;
}

/**
 * Asks this machine who it is.
 *
 * @throws NotDelivered where it does not say
 */
export async function reportingMachine(flags: MachineFlags): Promise<ReportingMachine> {
  const machine = thisMachine(flags);
  const identity = await findIdentity(machine, regionOf(flags));
  if (identity.kind !== 'node') throw new NotDelivered(identity.message);
  return { machine, node: identity.node, notes: identity.notes };
}

/** The same by its files and variables alone; the reason where these do not say. */
export async function identifyOffline(flags: MachineFlags): Promise<ManagedNode | string> {
  const machine = { ...thisMachine(flags), network: OFFLINE };
  const identity = await findIdentity(machine, regionOf(flags));
  return identity.kind === 'node' ? identity.node : identity.message;
}

/** The running machine, with its files below the root where that is given. */
export function thisMachine({ root, platform }: MachineFlags): Machine {
  const path = root === undefined ? liveRoot() : resolve(root);
  const live = path === liveRoot();
  const files = confinedFiles(nodeFiles(), path);
  return nodeMachine({
    platform: platform ?? (live ? livePlatform() : detectPlatform(files, path)),
    root: path,
    files,
    live,
  });
}

function regionOf({ region }: MachineFlags): { region?: string } {
  return region === undefined ? {} : { region };
}

const OFFLINE: Machine['network'] = {
  request: async () => {
    throw new NetworkError('unreachable', 'nobody is asked in a dry run');
  },
};
