import { resolve } from 'node:path';
import type { ManagedNode } from '../aws/identity/managed-node.ts';
import { complianceRequest, withoutExtraDetails } from '../delivery/compliance/request.ts';
import { connect } from '../delivery/connect.ts';
import type { Delivery } from '../delivery/deliver.ts';
import { type InventoryFile, inventoryFile, writeInventoryFile } from '../delivery/inventory/file.ts';
import { inventoryRequest } from '../delivery/inventory/request.ts';
import type { Means } from '../delivery/means.ts';
import type { ComplianceRequest, InventoryRequest } from '../delivery/service/requests.ts';
import { openState } from '../delivery/spool/state.ts';
import { stateFolder } from '../delivery/spool/state-folder.ts';
import {
  DEFAULT_COMPLIANCE_TYPE,
  DEFAULT_INVENTORY_TYPE,
  parseComplianceType,
  parseInventoryType,
  TypeNameError,
} from '../delivery/type-name.ts';
import type { Clock } from '../platform/clock.ts';
import { variable } from '../platform/environment.ts';
import type { Machine } from '../platform/machine.ts';
import { processMark } from '../platform/process-mark.ts';
import type { Platform, Report } from '../report/report.ts';
import { findExecution } from './execution.ts';
import type { ReportFlags } from './report.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

export interface PartOptions {
  readonly flags: ReportFlags;
  readonly node: ManagedNode;
  /** The time of the run, in milliseconds UTC. */
  readonly at: number;
  readonly platform: Platform;
  readonly root: string;
}

/** What a report becomes, for each target that is asked for. */
export interface Parts {
  readonly compliance: ComplianceRequest | null;
  readonly inventory: InventoryRequest | null;
  readonly file: InventoryFile | null;
}

export function partsOf(report: Report, { flags, node, at, platform, root }: PartOptions): Parts {
  const { to, minSeverity, extraDetails } = flags;
  const time = new Date(at);
  const inventoryType = flags.inventoryType ?? DEFAULT_INVENTORY_TYPE;
  return {
    compliance: to.includes('compliance')
      ? complianceRequest(report, {
          node,
          type: flags.type ?? DEFAULT_COMPLIANCE_TYPE,
          at: time,
          execution: findExecution(flags.executionId),
          extraDetails,
          ...(minSeverity === undefined ? {} : { minSeverity }),
        })
      : null,
    inventory: to.includes('inventory')
      ? inventoryRequest(report, { node, type: inventoryType, at: time })
      : null,
    file: to.includes('file') ? inventoryFile(report, { platform, root, node, type: inventoryType }) : null,
  };
}

export function deliveryOf(report: Report, options: PartOptions): Delivery {
  const { compliance, inventory, file } = partsOf(report, options);
  return {
    node: options.node,
    compliance,
    inventory,
    file: file === null ? null : { path: file.path, write: () => sameTypeNotes(writeInventoryFile(file)) },
  };
}

/** The agent takes the first file of a type, by name. */
function sameTypeNotes({ sameType }: { readonly sameType: readonly string[] }): string[] {
  return sameType.map((path) => `${path} has the same type; the agent takes only one of them, remove it`);
}

/** The folder of the product's own state: the one that is named, or the machine's. */
export function stateFolderOf(
  { environment, platform, root }: Machine,
  { state, mounted }: Pick<ReportFlags, 'state' | 'mounted'>,
): string {
  if (state !== undefined) return resolve(state);
  return stateFolder(platform, root, mounted === true ? null : variable(environment, 'PROGRAMDATA'));
}

export function meansOf(
  machine: Machine,
  node: ManagedNode,
  { flags, clock, warn }: { flags: ReportFlags; clock: Clock; warn: (message: string) => void },
): Means {
  const folder = stateFolderOf(machine, flags);
  const { endpoint } = flags;
  return {
    clock,
    time: flags.deadline,
    openState: () => openState(folder),
    connect: () =>
      connect(machine, node, {
        warn,
        version: VERSION.version,
        ...(endpoint === undefined ? {} : { endpoint }),
      }),
    plain: withoutExtraDetails,
    processMark,
    pid: process.pid,
  };
}

/** @throws UsageError where the service would refuse a type */
export function refuseUnusableTypes({ type, inventoryType }: ReportFlags): void {
  try {
    if (type !== undefined) parseComplianceType(type);
    if (inventoryType !== undefined) parseInventoryType(inventoryType);
  } catch (error) {
    if (error instanceof TypeNameError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
