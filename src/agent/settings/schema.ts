import * as z from 'zod';
import { DEFAULT_COMPLIANCE_TYPE } from '../../delivery/type-name.ts';
import { SEVERITIES } from '../../report/order.ts';
import type { Platform, Severity } from '../../vocabulary.ts';
import { choice, complianceType, count, path, paths, schedule, size, time, word, words } from './values.ts';

/** A settings file holds at most so many folders of rules. */
const MOST_RULES = 20;
const [WORST, ...OTHERS] = SEVERITIES as readonly [Severity, ...Severity[]];
const SECTION = 'fields with values';

/** The shape of a settings file, for the paths of a platform. What it gives is in milliseconds and bytes. */
export function settingsSchema(platform: Platform) {
  return z.strictObject(
    {
      report: z.strictObject(report(), SECTION).prefault({}).describe('Whole diagnoses, and where they go.'),
      watch: z.strictObject(watch(), SECTION).prefault({}).describe('How changes of files are noticed.'),
      log: z.strictObject(log(platform), SECTION).prefault({}).describe("The agent's own log."),
      state: path(platform)
        .optional()
        .describe('Folder for what was read and what could not be sent yet. As in ssm-doctor report.'),
      rules: paths(platform, MOST_RULES).describe('Folders or files of rules, beside those of the machine.'),
    },
    SECTION,
  );
}

function report() {
  return {
    to: words(['compliance', 'inventory', 'file'], ['compliance', 'inventory']).describe(
      'Where a report goes, as in ssm-doctor report --to; [] only watches.',
    ),
    schedule: schedule('17 */6 * * *').describe('When, as in crontab and in local time; off for not at all.'),
    jitter: time('0s', '1d', '15m').describe(
      'A report starts up to so long after that, the same for one node each time.',
    ),
    'on-change': choice(true).describe('Report also when a cause appears or recovers.'),
    settle: time('1s', '1h', '30s').describe('So long after the last change.'),
    'at-most-every': time('1s', '1d', '5m').describe('Time between two reports on a change, at least.'),
    deadline: time('1s', '10m', '2m').describe('Time for all sending of one report.'),
    since: time('1h', '3650d', '30d').describe('How far back a report looks.'),
    'min-severity': word([WORST, ...OTHERS], 'INFORMATIONAL').describe(
      'Causes below it do not make the node non-compliant.',
    ),
    type: complianceType(DEFAULT_COMPLIANCE_TYPE).describe('Compliance type, Custom:NAME.'),
  };
}

function watch() {
  return {
    polling: word(['auto', 'always'], 'auto').describe(
      'Look at folders again and again: where events do not work, or always.',
    ),
    every: time('100ms', '1h', '1s').describe('Time between two looks.'),
  };
}

function log(platform: Platform) {
  return {
    level: word(['error', 'warn', 'info', 'debug'], 'info').describe(
      'What is written: this and what is worse.',
    ),
    file: path(platform, true).optional().describe('Not below a folder that is watched.'),
    'max-size': size('10KB', '1GB', '1MB').describe('A larger file gets another name, and a new one begins.'),
    keep: count(0, 100, 5).describe('So many older files are kept.'),
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
