import { readFileSync, statSync } from 'node:fs';
import type { Coverage, Platform, Unrecognized } from '../report/report.ts';
import { reportOn } from './diagnose.ts';
import { livePlatform } from './live-platform.ts';
import { rulesFor } from './rule-files.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { writeOutput } from './write-output.ts';

export interface NewRuleFlags {
  readonly from: string;
  readonly root?: string;
  readonly platform?: Platform;
  readonly rules: readonly string[];
  readonly output?: string;
}

/** The part of a report that a rule is made from. */
interface Source {
  readonly platform: Platform;
  readonly unrecognized: readonly Unrecognized[];
  readonly coverage: readonly Coverage[];
}

/** A report is read whole. */
const LARGEST_REPORT = 256 * 1024 * 1024;

/** Writes the beginning of a rule for a line that nobody knows. */
export async function newRule(flags: NewRuleFlags, terminal: Terminal): Promise<void> {
  const { file, number } = parseFrom(flags.from);
  const source = file === null ? await diagnosed(flags, terminal) : reportIn(file);
  const entry = source.unrecognized[number - 1];
  if (entry === undefined) {
    const found = source.unrecognized.length;
    const advice = found === 0 ? 'there is none to make a rule for' : `give a number from 1 to ${found}`;
    throw new UsageError(`--from ${flags.from}: expected an unknown line, found ${found} of them; ${advice}`);
  }
  const { skeletonOf } = await import('../rules/rules.ts');
  const evidence = entry.evidence[0];
  const kind = source.coverage.find(({ file: read }) => read === evidence?.file)?.kind ?? null;
  const skeleton = skeletonOf({
    template: entry.template,
    excerpt: evidence?.excerpt ?? '',
    kind,
    platform: source.platform,
  });
  if (!skeleton.ok) throw new UsageError(`--from ${flags.from}: ${skeleton.reason}`);
  if (flags.output === undefined) terminal.write(skeleton.text);
  else {
    writeOutput(flags.output, skeleton.text);
    terminal.note(`wrote ${flags.output}`);
  }
}

function parseFrom(from: string): { readonly file: string | null; readonly number: number } {
  if (/^\d+$/.test(from)) return { file: null, number: Number(from) };
  const match = /^(?<file>.+?)(?:#(?<number>\d+))?$/s.exec(from);
  const { file, number } = match?.groups ?? {};
  if (file === undefined) throw new UsageError('--from: expected a number or a report, found an empty name');
  return { file, number: Number(number ?? 1) };
}

async function diagnosed(flags: NewRuleFlags, terminal: Terminal): Promise<Source> {
  const { root, platform } = flags;
  const rules = await rulesFor(flags);
  const options = {
    format: 'json',
    verbose: false,
    maxRuns: 10_000,
    rules: flags.rules,
    ...(root === undefined ? {} : { root }),
    ...(platform === undefined ? {} : { platform }),
  } as const;
  const report = await reportOn(options, rules, terminal);
  return { ...report, platform: report.node.platform };
}

function reportIn(file: string): Source {
  const refuse = (found: string, error?: unknown): never => {
    const message = `--from ${file}: expected a report of diagnose --format json; ${found}`;
    throw new UsageError(message, { cause: error });
  };
  try {
    if (statSync(file).size > LARGEST_REPORT) refuse('the file is too large');
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isReport(value)
      ? { ...value, platform: value.node?.platform ?? livePlatform() }
      : refuse('the file holds something else');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return refuse(error instanceof SyntaxError ? 'the file is no JSON' : 'the file cannot be read', error);
  }
}

function isReport(
  value: unknown,
): value is Omit<Source, 'platform'> & { readonly node?: { readonly platform?: Platform } } {
  if (typeof value !== 'object' || value === null) return false;
  const { unrecognized, coverage } = value as Partial<Source>;
  return (
    Array.isArray(coverage) &&
    Array.isArray(unrecognized) &&
    unrecognized.every(
      (entry: Partial<Unrecognized> | null) =>
        typeof entry?.template === 'string' &&
        Array.isArray(entry.evidence) &&
        entry.evidence.every((line) => typeof line?.excerpt === 'string' && typeof line.file === 'string'),
    )
  );
}
