import type * as z from 'zod';
import { printable } from '../../reporters/wording/printable.ts';
import { type Remark, readYaml } from '../../rules/yaml-file.ts';
import type { Severity } from '../../vocabulary.ts';
import { faultsIn } from './faults.ts';
import type { AgentPlaces } from './places.ts';
import { settingsKeys, settingsSchema } from './schema.ts';

/** What the agent is to do, with everything that was not said filled in. Plain data. */
export interface AgentSettings {
  readonly report: ReportSettings;
  readonly watch: WatchSettings;
  readonly log: LogSettings;
  /** Folder. */
  readonly state: string;
  /** Folders or files of rules. */
  readonly rules: readonly string[];
}

/** Times in milliseconds. */
export interface ReportSettings {
  /** Empty: only watch. */
  readonly to: readonly ('compliance' | 'inventory' | 'file')[];
  /** Of cron, in local time; null: not on a schedule. */
  readonly schedule: string | null;
  /** A scheduled report starts up to so long after its time. */
  readonly jitter: number;
  /** Also when a cause appears or recovers. */
  readonly onChange: boolean;
  /** So long after the last change. */
  readonly settle: number;
  readonly atMostEvery: number;
  readonly deadline: number;
  readonly since: number;
  readonly minSeverity: Severity;
  readonly type: string;
}

export interface WatchSettings {
  readonly polling: 'auto' | 'always';
  /** Milliseconds between two looks. */
  readonly every: number;
}

export interface LogSettings {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly file: string;
  /** Bytes. */
  readonly maxSize: number;
  /** Older files that are kept. */
  readonly keep: number;
}

/**
 * What is wrong with a settings file, a line for each problem: `FILE:LINE:COLUMN: KEY: what is allowed, was found`.
 * Known by its code where the settings are a bundle of their own, and this class another one.
 */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'settings';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Problems that are told; more do not help. */
const MOST_PROBLEMS = 50;

/**
 * The settings in the text of a file; an empty one gives the defaults. `path` is what messages call it.
 *
 * @throws SettingsError with everything that is wrong
 */
export function readSettings(text: string, path: string, places: AgentPlaces): AgentSettings {
  const yaml = readYaml(text);
  if (!yaml.ok) throw errorOf(path, yaml.remarks.map(withQuotes(text)));
  const value = withoutEmptySections(yaml.value);
  const read = settingsSchema(places.platform).safeParse(value, { reportInput: true, jitless: true });
  if (read.success) return settingsOf(read.data, places);
  const remarks = faultsIn(read.error.issues).map(({ path: at, isName, message }) => ({
    ...yaml.placeOf(at, isName),
    message,
  }));
  throw errorOf(path, remarks);
}

/** What stands in a section may all be turned into comments, or not be written yet. */
function withoutEmptySections(value: unknown): unknown {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const sections = settingsKeys();
  return Object.fromEntries(
    Object.entries(value).filter(([name, inner]) => inner !== null || !sections.has(name)),
  );
}

function settingsOf(
  { report, watch, log, state, rules }: z.output<ReturnType<typeof settingsSchema>>,
  places: AgentPlaces,
): AgentSettings {
  return {
    report: {
      to: report.to,
      schedule: report.schedule,
      jitter: report.jitter,
      onChange: report['on-change'],
      settle: report.settle,
      atMostEvery: report['at-most-every'],
      deadline: report.deadline,
      since: report.since,
      minSeverity: report['min-severity'],
      type: report.type,
    },
    watch,
    log: { level: log.level, file: log.file ?? places.log, maxSize: log['max-size'], keep: log.keep },
    state: state ?? places.state,
    rules,
  };
}

/** A schedule is what people forget to quote; its asterisks are aliases then. */
function withQuotes(text: string): (remark: Remark) => Remark {
  const lines = text.split('\n');
  return (remark) => {
    const key = /^\s*([\w-]{1,40})\s*:\s*\*/.exec(lines[remark.line - 1] ?? '')?.[1];
    if (key === undefined) return remark;
    return { ...remark, message: `${key}: a text that begins with * has to stand in quotes` };
  };
}

/** One problem of the same words in a line is enough. */
function errorOf(path: string, remarks: readonly Remark[]): SettingsError {
  const file = printable(path);
  const told = new Map(remarks.map((remark) => [`${remark.line} ${remark.message}`, remark]));
  const sorted = [...told.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  const shown = sorted.slice(0, MOST_PROBLEMS);
  const more = sorted.length - shown.length;
  return new SettingsError([
    ...shown.map(({ line, column, message }) => `${file}:${line}:${column}: ${printable(message)}`),
    ...(more === 0 ? [] : [`${file}: and ${more} more`]),
  ]);
}
