import { CATALOG_VERSION } from '../causes/generated/causes.ts';
import { loadCauses } from '../causes/load-causes.ts';
import type { Check } from '../host/check.ts';
import { CHECKS } from '../host/checks.ts';
import { shownIdentity } from '../host/facts/identity.ts';
import { runChecks } from '../host/run-checks.ts';
import { elapsed } from '../platform/elapsed.ts';
import { nodeReach } from '../platform/node-reach.ts';
import { type CheckReport, checkAnswerOf } from '../report/check-report.ts';
import { EXIT_STATUS, type ExitStatus, exitStatusOfChecks } from '../report/exit-status.ts';
import type { Platform } from '../report/report.ts';
import { CHECK_FORMATS } from '../reporters/check-formats.ts';
import type { FormatName } from '../reporters/formats.ts';
import { toJson } from '../reporters/json.ts';
import type { RemedyStep } from '../vocabulary.ts';
import { refuseEmptyRoot } from './live-root.ts';
import { print, refuseEmptyOutput } from './print.ts';
import { textOptions } from './render.ts';
import { thisMachine } from './reporting-machine.ts';
import { sceneOf } from './scene-of.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

export interface CheckFlags {
  readonly format: FormatName;
  readonly output?: string;
  readonly compat?: 'ssm-cli';
  /** Milliseconds. */
  readonly deadline: number;
  readonly root?: string;
  readonly platform?: Platform;
  readonly region?: string;
  readonly verbose: boolean;
}

/** `check`: what is wrong with this machine right now. Changes nothing. */
export async function runCheck(
  names: readonly string[],
  flags: CheckFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  refuseEmptyRoot(flags.root);
  refuseEmptyOutput(flags.output);
  if (names.length === 1 && names[0] === 'list') {
    print(listText(flags.format), flags, terminal);
    return EXIT_STATUS.nothingActive;
  }
  const compat = flags.compat === undefined ? null : await import('../host/compat/ssm-cli.ts');
  const chosen = chosenChecks(names, compat === null ? CHECKS : CHECKS.filter(compat.isKnownThere));
  const report = await reportOf(chosen, flags);
  const text =
    compat === null
      ? CHECK_FORMATS[flags.format](report, { ...textOptions(flags, terminal), verbose: flags.verbose })
      : toJson(compat.asSsmCli(report));
  print(text, flags, terminal);
  return exitStatusOfChecks(report.answer);
}

function chosenChecks(names: readonly string[], all: readonly Check[]): readonly Check[] {
  const unknown = names.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined)
    throw new UsageError(`check '${unknown}': expected the name of a check; check list names them`);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

async function reportOf(checks: readonly Check[], flags: CheckFlags): Promise<CheckReport> {
  const started = Date.now();
  const begun = elapsed();
  const machine = thisMachine(flags);
  const stop = new AbortController();
  const scene = await sceneOf(machine, nodeReach(), stop.signal, flags.region);
  const outcomes = await runChecks(checks, scene, {
    limit: flags.deadline,
    elapsed,
    remedyOf: remedies(),
  });
  const known = await shownIdentity(scene);
  stop.abort();
  return {
    schemaVersion: '1.0',
    tool: { name: 'ssm-doctor', version: VERSION.version, catalogVersion: CATALOG_VERSION },
    node: { id: known.id, platform: machine.platform, region: known.region },
    run: {
      startedAt: new Date(started).toISOString(),
      durationMs: Math.round(elapsed() - begun),
      limitMs: flags.deadline,
      isPrivileged: scene.isPrivileged,
      root: flags.root ?? machine.root,
    },
    answer: checkAnswerOf(outcomes),
    outcomes,
  };
}

/** The catalogue is parsed when something failed. */
function remedies(): (cause: string) => readonly RemedyStep[] {
  let known: ReadonlyMap<string, readonly RemedyStep[]> | null = null;
  return (cause) => {
    known ??= new Map(loadCauses().map(({ id, remedy }) => [id, remedy]));
    return known.get(cause) ?? [];
  };
}

function listText(format: FormatName): string {
  const listed = CHECKS.map(({ name, title, weight, platforms, limit }) => ({
    check: name,
    ...{ title, weight, platforms, limitMs: limit },
  }));
  if (format === 'json') return toJson(listed);
  const width = Math.max(...CHECKS.map(({ name }) => name.length)) + 2;
  const lines = CHECKS.map(
    ({ name, title, weight }) => `${name.padEnd(width)}${title}${weight === 'optional' ? ' (optional)' : ''}`,
  );
  return `${lines.join('\n')}\n`;
}
