import type { ManagedNode } from '../aws/identity/managed-node.ts';
import type { Additions } from '../causes/catalogue.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { Report } from '../report/report.ts';
import { onEvidence } from './evidence.ts';
import type { ReportFlags } from './report.ts';
import { partsOf } from './report-parts.ts';
import { identifyOffline } from './reporting-machine.ts';
import type { Terminal } from './terminal.ts';

/**
 * Exactly what would be sent and written. The requests are what `aws ssm put-compliance-items --cli-input-json` and
 * `aws ssm put-inventory --cli-input-json` take.
 */
export interface DryRun {
  readonly PutComplianceItems?: object;
  readonly PutInventory?: object;
  readonly file?: { readonly path: string; readonly content: string };
  /** What a real run would have to find out, or could not. */
  readonly problems?: readonly string[];
}

/** Stands where nobody says which node it is; the service refuses it. */
const UNKNOWN = 'i-00000000000000000';

/** Diagnoses; asks nobody, and writes nothing. */
export async function dryRun(
  flags: ReportFlags,
  rules: Additions | null,
  terminal: Terminal,
): Promise<DryRun> {
  const report = await onEvidence(flags, rules, terminal, diagnose);
  const isCopy = flags.root !== undefined && flags.mounted !== true;
  const found = isCopy ? nodeOfCopy(report, flags.region) : await identifyOffline(flags);
  const node: ManagedNode =
    typeof found === 'string' ? { id: UNKNOWN, region: 'unknown', toldBy: 'identity-config' } : found;
  const { platform } = report.node;
  const { compliance, inventory, file } = partsOf(report, {
    flags,
    node,
    at: Date.parse(report.run.now),
    platform,
    root: isCopy ? '/' : report.run.root,
  });
  return {
    ...(compliance === null ? {} : { PutComplianceItems: compliance }),
    ...(inventory === null ? {} : { PutInventory: inventory }),
    ...(file === null ? {} : { file: { path: file.path, content: file.text } }),
    ...(typeof found === 'string' ? { problems: [`${UNKNOWN} stands for the node: ${found}`] } : {}),
  };
}

/** What the copy says; a region is not part of what is sent. */
function nodeOfCopy({ node: { id, region } }: Report, given: string | undefined): ManagedNode | string {
  if (id === null) return 'nothing in the copy says which node it is of';
  return { id, region: given ?? region ?? 'unknown', toldBy: 'identity-config' };
}
