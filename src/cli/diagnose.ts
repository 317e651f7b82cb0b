import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { diagnose, type Progress } from '../diagnosis/diagnose.ts';
import { confinedFiles } from '../platform/confined-files.ts';
import { nodeFiles } from '../platform/node-files.ts';
import { exitStatusOf, type ExitStatus } from '../report/exit-status.ts';
import type { Coverage, Platform, Report, Severity } from '../report/report.ts';
import { verdictOf } from '../report/verdict.ts';
import { detectPlatform, isManagedNode } from '../sources/detect-platform.ts';
import { type FormatName, renderReport } from './render.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';
import { writeOutput } from './write-output.ts';

export interface DiagnoseFlags {
  readonly root?: string;
  readonly platform?: Platform;
  /** Milliseconds before now. */
  readonly since?: number;
  /** Milliseconds UTC. */
  readonly now?: number;
  readonly format: FormatName;
  readonly output?: string;
  readonly only?: string;
  readonly failOn?: Severity;
  readonly verbose: boolean;
  readonly maxRuns: number;
  readonly example?: string;
}

interface Opened {
  readonly root: string;
  readonly shownRoot: string;
  readonly live: boolean;
  readonly skipped: readonly Coverage[];
  close(): void;
}

/** `diagnose`: reads, reports, and gives the exit status that the report deserves. */
export async function runDiagnose(flags: DiagnoseFlags, terminal: Terminal): Promise<ExitStatus> {
  if (flags.root === undefined && flags.example !== undefined && !isManagedNode(nodeFiles(), liveRoot())) {
    return showExample(flags, flags.example, terminal);
  }
  const report = await reportOn(flags, terminal);
  const text = renderReport(report, flags, terminal);
  if (flags.output === undefined) terminal.write(text);
  else {
    writeOutput(flags.output, text);
    terminal.note(`wrote ${flags.output}`);
  }
  return exitStatusOf(report, flags.failOn);
}

async function showExample(flags: DiagnoseFlags, example: string, terminal: Terminal): Promise<ExitStatus> {
  terminal.write(
    'This machine is no managed node: no file of the SSM Agent was found.\n' +
      `Here is the diagnosis of an example, ${example}.\n` +
      'For a copy of an instance: npm start -- --root DIR (or a .tar.gz or .zip of it).\n\n',
  );
  const report = await reportOn({ ...flags, root: example }, terminal);
  terminal.write(renderReport(report, flags, terminal));
  return 0;
}

async function reportOn(flags: DiagnoseFlags, terminal: Terminal): Promise<Report> {
  const opened = await open(flags);
  const progress = terminal.progress();
  try {
    const files = confinedFiles(nodeFiles(), opened.root);
    const platform = flags.platform ?? (opened.live ? livePlatform() : detectPlatform(files, opened.root));
    const now = flags.now ?? (opened.live ? Date.now() : null);
    const report = diagnose({
      files,
      root: opened.root,
      shownRoot: opened.shownRoot,
      platform,
      since: flags.since === undefined ? null : (now ?? Date.now()) - flags.since,
      maxRuns: flags.maxRuns,
      now,
      version: VERSION.version,
      clock: Date.now,
      skipped: opened.skipped,
      onProgress: (done: Progress) => progress.show(done),
    });
    return flags.only === undefined ? report : onlyArea(report, flags.only);
  } finally {
    progress.done();
    opened.close();
  }
}

/** The report with the findings of one area; the verdict is on these alone. */
function onlyArea(report: Report, area: string): Report {
  const findings = report.findings.filter((finding) => finding.area === area);
  return { ...report, findings, verdict: verdictOf({ ...report, findings }) };
}

async function open({ root }: DiagnoseFlags): Promise<Opened> {
  if (root === undefined) return { root: liveRoot(), shownRoot: liveRoot(), live: true, skipped: [], close: () => undefined };
  const path = resolve(root);
  if (!existsSync(path)) {
    throw new UsageError(`--root ${root}: expected a folder or an archive of one; there is nothing at ${path}; check the path`);
  }
  if (statSync(path).isDirectory()) return { root: path, shownRoot: root, live: path === liveRoot(), skipped: [], close: () => undefined };
  return openArchive(path, root);
}

async function openArchive(path: string, shownRoot: string): Promise<Opened> {
  const { openBundle, BundleError } = await import('../sources/bundle/open-bundle.ts');
  try {
    const bundle = await openBundle(path);
    const skipped = bundle.skipped.map(({ file, reason, detail }): Coverage => ({ file, kind: 'archive', status: 'skipped', reason, detail, bytes: 0, lines: 0 }));
    return { root: bundle.folder, shownRoot, live: false, skipped, close: () => bundle.remove() };
  } catch (error) {
    if (error instanceof BundleError) throw new UsageError(`--root ${shownRoot}: ${error.message}`, { cause: error });
    throw error;
  }
}

function liveRoot(): string {
  return process.platform === 'win32' ? `${process.env.SystemDrive ?? 'C:'}\\` : '/';
}

function livePlatform(): Platform {
  return process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'macos' : 'linux';
}
