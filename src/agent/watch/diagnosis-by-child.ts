import { runChild } from '../../platform/child.ts';
import type { Environment } from '../../platform/environment.ts';
import { ownCommand } from '../../platform/own-program.ts';
import type { Platform, Report } from '../../report/report.ts';
import { childEnvironment } from '../reporting/child-environment.ts';

/** What is to be diagnosed. */
export interface ChildDiagnosis {
  readonly root: string | undefined;
  readonly platform: Platform | undefined;
  /** Folders or files of rules. */
  readonly rules: readonly string[];
  /** Milliseconds UTC. */
  readonly now: number;
  readonly environment: Environment;
}

/** Milliseconds: for the largest trees on the slowest disks, at low priority. */
const LONGEST = 300_000;
/** Bytes; many times what the report of a node in trouble has. */
const MOST_OUTPUT = 16 * 1024 * 1024;

/**
 * Diagnoses what is there by a child: what that needs is free again when it has ended. Null where it makes no report,
 * or is aborted. Never throws.
 */
export async function diagnosisByChild(order: ChildDiagnosis, signal: AbortSignal): Promise<Report | null> {
  const { root, platform, rules, now, environment } = order;
  const { program, args } = ownCommand();
  const child = await runChild(
    {
      program,
      args: [
        ...args,
        'diagnose',
        '--format=json',
        `--now=${new Date(now).toISOString()}`,
        ...(root === undefined ? [] : [`--root=${root}`]),
        ...(platform === undefined ? [] : [`--platform=${platform}`]),
        ...rules.map((path) => `--rules=${path}`),
      ],
      environment: childEnvironment(environment),
      longest: LONGEST,
      mostOutput: MOST_OUTPUT,
      mostErrors: 0,
    },
    signal,
  );
  if (child.end.kind !== 'exited' || child.isCut || !child.output.startsWith('{')) return null;
  return JSON.parse(child.output) as Report;
}
