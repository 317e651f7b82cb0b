import { resolve } from 'node:path';
import { type Additions, loadCatalogue } from '../causes/catalogue.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { nodeFiles } from '../platform/node-files.ts';
import { type ExitStatus, exitStatusOf } from '../report/exit-status.ts';
import type { Report, Severity } from '../report/report.ts';
import { verdictOf } from '../report/verdict.ts';
import { isManagedNode } from '../sources/detect-platform.ts';
import { type EvidenceFlags, onEvidence } from './evidence.ts';
import { livePlatform } from './live-platform.ts';
import { liveRoot, refuseEmptyRoot } from './live-root.ts';
import { print, refuseEmptyOutput } from './print.ts';
import { type FormatName, renderReport } from './render.ts';
import { diagnoseWithState, refuseEmptyState } from './resumed.ts';
import { rulesFor } from './rule-files.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface DiagnoseFlags extends EvidenceFlags {
  readonly format: FormatName;
  readonly output?: string;
  readonly only?: string;
  readonly failOn?: Severity;
  readonly verbose: boolean;
  readonly example?: string;
  /** The folder with what the last diagnosis left. */
  readonly state?: string;
}

/** `diagnose`: reads, reports, and gives the exit status that the report deserves. */
export async function runDiagnose(flags: DiagnoseFlags, terminal: Terminal): Promise<ExitStatus> {
  const rules = await rulesFor(flags);
  refuseUnusable(flags, rules);
  if (flags.root === undefined && flags.example !== undefined && !isManagedNode(nodeFiles(), liveRoot())) {
    return showExample(flags, flags.example, rules, terminal);
  }
  const report = await heldAgainstNow(await reportOn(flags, rules, terminal), flags);
  print(renderReport(report, flags, terminal), flags, terminal);
  return exitStatusOf(report, flags.failOn);
}

/** What can be refused before anything is read, is. */
function refuseUnusable({ root, output, only, state }: DiagnoseFlags, rules: Additions | null): void {
  refuseEmptyRoot(root);
  refuseEmptyOutput(output);
  refuseEmptyState(state);
  if (only === undefined) return;
  const areas = new Set(Array.from(loadCatalogue('linux', rules).causes.values(), ({ area }) => area));
  if (areas.has(only)) return;
  throw new UsageError(
    `--only ${only}: expected an area of causes; give one of ${[...areas].sort().join(', ')}`,
  );
}

/** What is found on the running machine, with what its checks say at this moment. */
async function heldAgainstNow(report: Report, flags: DiagnoseFlags): Promise<Report> {
  if (!isOfThisMoment(flags)) return report;
  const { heldAgainstChecks } = await import('./held-against-checks.ts');
  return heldAgainstChecks(report);
}

/** A copy, another platform and another time are not what the machine can be asked about. */
function isOfThisMoment({ root, platform, now, live }: DiagnoseFlags): boolean {
  const isThisMachine = root === undefined || resolve(root) === liveRoot();
  return (
    live !== false &&
    isThisMachine &&
    now === undefined &&
    (platform === undefined || platform === livePlatform())
  );
}

async function showExample(
  flags: DiagnoseFlags,
  example: string,
  rules: Additions | null,
  terminal: Terminal,
): Promise<ExitStatus> {
  terminal.write(
    'This machine is no managed node: no file of the SSM Agent was found.\n' +
      `Here is the diagnosis of an example, ${example}.\n` +
      'For a copy of an instance: npm start -- --root DIR (or a .tar.gz or .zip of it).\n\n',
  );
  const report = await reportOn({ ...flags, root: example }, rules, terminal);
  print(renderReport(report, flags, terminal), flags, terminal);
  return 0;
}

/** What a command that diagnoses is told; `rules new` is one, too. */
export async function reportOn(
  flags: DiagnoseFlags,
  rules: Additions | null,
  terminal: Terminal,
): Promise<Report> {
  const { state } = flags;
  const report = await onEvidence(flags, rules, terminal, (options) =>
    state === undefined ? diagnose(options) : diagnoseWithState(state, options, terminal),
  );
  return flags.only === undefined ? report : onlyArea(report, flags.only);
}

/** The report with the findings of one area; the verdict is on these alone. */
function onlyArea(report: Report, area: string): Report {
  const findings = report.findings.filter((finding) => finding.area === area);
  return { ...report, findings, verdict: verdictOf({ ...report, findings }) };
}
