import { parseEndpoint } from '../aws/endpoint/endpoint.ts';
import { EndpointError } from '../aws/endpoint/endpoint-error.ts';
import { isRegion } from '../aws/identity/node-id.ts';
import type { Additions } from '../causes/catalogue.ts';
import { deliver } from '../delivery/deliver.ts';
import { jitter } from '../delivery/jitter.ts';
import { type DeliveryResult, isDelivered, type Target } from '../delivery/result.ts';
import { nodeClock } from '../platform/clock.ts';
import { EXIT_STATUS, type ExitStatus, exitStatusOf } from '../report/exit-status.ts';
import type { Report, Severity } from '../report/report.ts';
import { toJson } from '../reporters/json.ts';
import { deliveryText } from './delivery-text.ts';
import { dryRun } from './dry-run.ts';
import { type EvidenceFlags, onEvidence } from './evidence.ts';
import { refuseEmptyRoot } from './live-root.ts';
import { print, refuseEmptyOutput } from './print.ts';
import { textOptions } from './render.ts';
import { deliveryOf, meansOf, refuseUnusableTypes, stateFolderOf } from './report-parts.ts';
import { reportingMachine } from './reporting-machine.ts';
import { diagnoseWithState, refuseEmptyState } from './resumed.ts';
import { rulesFor } from './rule-files.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { refuseUnwritableOutput } from './write-output.ts';

export interface ReportFlags extends EvidenceFlags {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly to: readonly Target[];
  readonly dryRun?: boolean;
  readonly type?: string;
  readonly inventoryType?: string;
  readonly minSeverity?: Severity;
  readonly extraDetails: boolean;
  readonly jitter?: boolean;
  readonly state?: string;
  /** All of it, whatever the last report read. */
  readonly readAll?: boolean;
  /** Milliseconds. */
  readonly deadline: number;
  readonly region?: string;
  readonly endpoint?: string;
  readonly executionId?: string;
  readonly failOn?: Severity;
  /** The root holds this machine's own files. */
  readonly mounted?: boolean;
}

/**
 * `report`: diagnoses and delivers; gives 0 when all is where it was to be, whatever was found.
 *
 * @throws NotDelivered where the machine does not say which node it is
 */
export async function runReport(flags: ReportFlags, terminal: Terminal): Promise<ExitStatus> {
  refuseUnusable(flags);
  const rules = await rulesFor(flags);
  if (flags.dryRun === true) {
    print(toJson(await dryRun(flags, rules, terminal)), flags, terminal);
    return EXIT_STATUS.nothingActive;
  }
  return send(flags, rules, terminal);
}

async function send(flags: ReportFlags, rules: Additions | null, terminal: Terminal): Promise<ExitStatus> {
  const { machine, node, notes } = await reportingMachine(flags);
  const clock = nodeClock();
  if (flags.jitter === true) await clock.sleep(jitter(node.id, clock.now()));
  const at = flags.now ?? clock.now();
  const folder = stateFolderOf(machine, flags);
  const report = await onEvidence({ ...flags, now: at }, rules, terminal, (options) =>
    diagnoseWithState(folder, options, terminal, { readsAll: flags.readAll === true, isOnce: true }),
  );
  const warnings: string[] = [];
  const result = await deliver(
    deliveryOf(report, { flags, node, at, platform: machine.platform, root: machine.root }),
    meansOf(machine, node, { flags, clock, warn: (message) => warnings.push(message) }),
  );
  show(report, { ...result, notes: [...notes, ...warnings, ...result.notes] }, flags, terminal);
  if (!isDelivered(result)) return EXIT_STATUS.notDelivered;
  if (flags.failOn === undefined) return EXIT_STATUS.nothingActive;
  const status = exitStatusOf(report, flags.failOn);
  return status === EXIT_STATUS.activeCauses ? status : EXIT_STATUS.nothingActive;
}

function show(report: Report, result: DeliveryResult, flags: ReportFlags, terminal: Terminal): void {
  const text =
    flags.format === 'json'
      ? toJson({ verdict: report.verdict, ...result })
      : deliveryText(report, result, textOptions(flags, terminal));
  print(text, flags, terminal);
}

/** What can be refused before anything is read, is. */
function refuseUnusable(flags: ReportFlags): void {
  const { root, output, dryRun, mounted, state, to, endpoint, region } = flags;
  refuseEmptyRoot(root);
  refuseEmptyOutput(output);
  if (output !== undefined) refuseUnwritableOutput(output);
  refuseUnusableTypes(flags);
  if (region !== undefined && !isRegion(region))
    throw new UsageError(`--region: expected a region such as eu-west-1, found ${region}`);
  if (root !== undefined && dryRun !== true && mounted !== true)
    throw new UsageError(
      '--root: expected this machine, found a copy, which cannot say which node this is; add --dry-run, or run it there',
    );
  refuseEmptyState(state);
  if (to.length === 0) throw new UsageError('--to: expected where to deliver to, found nothing');
  refuseUnusableEndpoint(endpoint);
}

function refuseUnusableEndpoint(endpoint: string | undefined): void {
  if (endpoint === undefined) return;
  try {
    parseEndpoint('--endpoint', endpoint);
  } catch (error) {
    throw error instanceof EndpointError ? new UsageError(error.message, { cause: error }) : error;
  }
}
