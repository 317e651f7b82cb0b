import * as z from 'zod';
import { DEFAULT_COMPLIANCE_TYPE } from '../../delivery/type-name.ts';
import { SEVERITIES } from '../../report/order.ts';
import type { Platform, Severity } from '../../vocabulary.ts';
import { folder, logFile, paths } from './path-values.ts';
import { schedule } from './schedule-value.ts';
import { choice, complianceType, count, size, time, word, words } from './values.ts';

/** A settings file holds at most so many folders of rules. */
const MOST_RULES = 20;
const TARGETS = ['compliance', 'inventory', 'file'] as const;
const SECTION = 'fields with values';

/** The shape of a settings file, for the paths of a platform. What it gives is in milliseconds and bytes. */
export function settingsSchema(platform: Platform) {
  return z.strictObject(
    {
      report: section('Whole diagnoses, and where they go', report()),
      watch: section('How changes of files are noticed', watch()),
      log: section("The agent's own log", log(platform)),
      state: folder('Folder for what was read and could not be sent yet, as in ssm-doctor report', platform),
      rules: paths('Folders or files of rules, beside those of the machine', platform, MOST_RULES),
    },
    SECTION,
  );
}

function section<S extends z.core.$ZodShape>(about: string, shape: S) {
  // All that is in it may be missing.
  return z
    .strictObject(shape, SECTION)
    .prefault({} as never)
    .describe(about);
}

function report() {
  return {
    to: words('Where reports go, [] for nowhere', TARGETS, ['compliance', 'inventory']),
    schedule: schedule('When, as in crontab and in local time; off for not at all', '17 */6 * * *'),
    jitter: time(
      'A scheduled report starts up to so long later, the same for one node each time',
      ['0s', '1d'],
      '15m',
    ),
    'on-change': choice('Report also when a cause appears or recovers', true),
    settle: time('So long after the last change', ['1s', '1h'], '30s'),
    'at-most-every': time('Between two reports on a change, at least', ['1s', '1d'], '5m'),
    deadline: time('For all sending of one report', ['1s', '10m'], '2m'),
    since: time('How far back a report looks', ['1h', '3650d'], '30d'),
    'min-severity': word(
      'Causes below it do not make the node non-compliant',
      SEVERITIES as readonly [Severity, ...Severity[]],
      'INFORMATIONAL',
    ),
    type: complianceType('Compliance type, Custom:NAME', DEFAULT_COMPLIANCE_TYPE),
  };
}

function watch() {
  return {
    polling: word('Look again and again where events do not work, or always', ['auto', 'always'], 'auto'),
    every: time('Between two looks', ['100ms', '1h'], '1s'),
  };
}

function log(platform: Platform) {
  return {
    level: word('What is written: this and what is worse', ['error', 'warn', 'info', 'debug'], 'info'),
    file: logFile('Not where the SSM Agent has its logs', platform),
    'max-size': size('A larger file gets another name, and a new one begins', ['10KB', '1GB'], '1MB'),
    keep: count('So many older files are kept', [0, 100], 5),
  };
}

/** The keys of each section; those of the file itself under an empty name. */
export function settingsKeys(): ReadonlyMap<string, readonly string[]> {
  const sections = { report: report(), watch: watch(), log: log('linux') };
  return new Map([
    ['', Object.keys(settingsSchema('linux').shape)],
    ...Object.entries(sections).map(([name, shape]) => [name, Object.keys(shape)] as const),
  ]);
}
