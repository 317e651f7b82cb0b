import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Additions } from '../causes/catalogue.ts';
import type { DiagnoseOptions, Progress } from '../diagnosis/diagnose.ts';
import { confinedFiles } from '../platform/confined-files.ts';
import { nodeFiles } from '../platform/node-files.ts';
import { bootedAt } from '../platform/uptime.ts';
import { LiteralsError } from '../reading/kernel/tables.ts';
import type { Coverage, Platform } from '../report/report.ts';
import { agentLogEnd } from '../sources/agent-log-end.ts';
import { detectPlatform } from '../sources/detect-platform.ts';
import type { TreeOptions } from '../sources/source.ts';
import type { Since } from './arguments.ts';
import { interruptible } from './interruption.ts';
import { livePlatform } from './live-platform.ts';
import { liveRoot, refuseEmptyRoot } from './live-root.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

/** Where to look, and at what. */
export interface EvidenceFlags {
  readonly root?: string;
  readonly platform?: Platform;
  readonly since?: Since;
  /** Milliseconds UTC. */
  readonly now?: number;
  readonly maxRuns: number;
  /** False: not even the running machine is asked, which knows when it started. */
  readonly live?: boolean;
  /** Folders and files with rules. */
  readonly rules: readonly string[];
}

/**
 * A tree in which things go on: this machine's, or a folder that stands for it.
 *
 * @throws UsageError when the root is no folder
 */
export function liveTree({ root, platform }: Pick<EvidenceFlags, 'root' | 'platform'>): TreeOptions {
  refuseEmptyRoot(root);
  const path = root === undefined ? liveRoot() : resolve(root);
  if (root !== undefined && !isFolder(root, path))
    throw new UsageError(`--root ${root}: expected a folder in which something goes on, found a file`);
  const files = confinedFiles(nodeFiles(), path);
  return {
    files,
    root: path,
    platform: platform ?? (path === liveRoot() ? livePlatform() : detectPlatform(files, path)),
  };
}

interface Opened {
  readonly root: string;
  readonly shownRoot: string;
  readonly live: boolean;
  readonly skipped: readonly Coverage[];
  close(): void;
}

/**
 * Opens what the flags name, hands it to `use`, and clears away what was unpacked for it.
 *
 * @throws UsageError when the root, or all rules together, cannot be used
 */
export async function onEvidence<T>(
  flags: EvidenceFlags,
  rules: Additions | null,
  terminal: Terminal,
  use: (options: DiagnoseOptions) => T,
): Promise<T> {
  try {
    return await onRoot(flags, rules, terminal, use);
  } catch (error) {
    if (!(error instanceof LiteralsError) || rules === null) throw error;
    throw new UsageError(`rules: ${error.message}; use fewer, or longer texts`, { cause: error });
  }
}

async function onRoot<T>(
  flags: EvidenceFlags,
  rules: Additions | null,
  terminal: Terminal,
  use: (options: DiagnoseOptions) => T,
): Promise<T> {
  const { root } = flags;
  const path = root === undefined ? liveRoot() : resolve(root);
  const shownRoot = root ?? path;
  if (root === undefined || isFolder(root, path)) {
    const live = path === liveRoot();
    const opened = { root: path, shownRoot, live, skipped: [], close: () => undefined };
    return onOpened(flags, opened, rules, terminal, use);
  }
  // What an archive is unpacked to must not stay behind.
  return interruptible(async (signal) =>
    onOpened(flags, await openArchive(path, shownRoot, signal), rules, terminal, use),
  );
}

function onOpened<T>(
  flags: EvidenceFlags,
  opened: Opened,
  rules: Additions | null,
  terminal: Terminal,
  use: (options: DiagnoseOptions) => T,
): T {
  const progress = terminal.progress();
  try {
    const files = confinedFiles(nodeFiles(), opened.root);
    const platform = flags.platform ?? (opened.live ? livePlatform() : detectPlatform(files, opened.root));
    const now = flags.now ?? (opened.live ? Date.now() : null);
    const tree: TreeOptions = { files, root: opened.root, platform };
    return use({
      ...tree,
      shownRoot: opened.shownRoot,
      since: sinceOf(flags.since, () => now ?? endOfCopy(tree, Date.now())),
      maxRuns: flags.maxRuns,
      now,
      version: VERSION.version,
      clock: Date.now,
      live: opened.live && flags.live !== false ? { bootedAt: bootedAt() } : null,
      skipped: opened.skipped,
      rules,
      onProgress: (done: Progress) => progress.show(done),
    });
  } finally {
    progress.done();
    opened.close();
  }
}

function sinceOf(since: Since | undefined, now: () => number): number | null {
  if (since === undefined) return null;
  return 'at' in since ? since.at : now() - since.before;
}

/** A copy may be weeks old; a window before the end of its log is meant, not before today. */
function endOfCopy(options: TreeOptions, today: number): number {
  return Math.min(agentLogEnd(options) ?? today, today);
}

function isFolder(root: string, path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const found = REFUSALS.get(code) ?? `there is nothing at ${path}; check the path`;
    throw new UsageError(`--root ${root}: expected a folder or an archive of one; ${found}`, {
      cause: error,
    });
  }
}

/** Why a path leads nowhere, by the code of the system. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'a folder above it may not be entered; run as root, or as Administrator on Windows'],
  ['ELOOP', 'its links lead in a circle; name the folder itself'],
  ['ENAMETOOLONG', 'the name is too long; check the path'],
]);

async function openArchive(path: string, shownRoot: string, signal: AbortSignal): Promise<Opened> {
  const { openBundle, BundleError } = await import('../sources/bundle/open-bundle.ts');
  try {
    const bundle = await openBundle(path, { signal });
    const skipped = bundle.skipped.map(
      ({ file, reason, detail }): Coverage => ({
        file,
        kind: 'archive',
        status: 'skipped',
        reason,
        detail,
        bytes: 0,
        lines: 0,
      }),
    );
    return { root: bundle.folder, shownRoot, live: false, skipped, close: () => bundle.remove() };
  } catch (error) {
    if (error instanceof BundleError)
      throw new UsageError(`--root ${shownRoot}: ${error.message}`, { cause: error });
    throw error;
  }
}
