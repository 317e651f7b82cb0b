import { CHECKS } from '../../../src/host/checks.ts';
import { runChecks } from '../../../src/host/run-checks.ts';
import type { SceneParts } from '../../../src/host/scene.ts';
import type { CheckOutcome } from '../../../src/report/check-report.ts';
import type { Platform } from '../../../src/vocabulary.ts';
import { recorded, sceneWith } from '../a-scene.ts';

/** What programs printed, by the beginning of the command. */
export type Outputs = Parameters<typeof recorded>[0];

/** What one check finds on a machine of which the files and the outputs of programs are given. */
export async function found(
  name: string,
  platform: Platform,
  outputs: Outputs,
  files: Readonly<Record<string, string>> = {},
  parts: Partial<Pick<SceneParts, 'reach'>> = {},
): Promise<CheckOutcome> {
  const scene = sceneWith(files, { machine: { platform }, programs: recorded(outputs), ...parts });
  const checks = CHECKS.filter((check) => check.name === name);
  const elapsed = (): number => performance.now();
  const [outcome] = await runChecks(checks, scene, { limit: 5000, elapsed, remedyOf: () => [] });
  if (outcome === undefined) throw new Error(`no check ${name}`);
  return outcome;
}
