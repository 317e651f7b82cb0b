import { posix, win32 } from 'node:path';
import { validateDetailed } from 'node-cron';
import * as z from 'zod';
import { parseComplianceType, TypeNameError } from '../../delivery/type-name.ts';
import { replaceHidden } from '../../reporters/wording/hidden-characters.ts';
import type { Platform } from '../../vocabulary.ts';
import { parseSize, parseTime, SIZE, TIME } from './units.ts';

/**
 * The kinds of values that settings have, each with what it is about and what it is by default. The message of each
 * fault is what is allowed, to stand behind "expected"; what else is to be said stands in `params.hint`.
 */

/** Milliseconds, from a text such as `15m`. */
export function time(about: string, [least, most]: Range, preset: string) {
  return quantity(TIME, parseTime, [parseTime(least), parseTime(most)], {
    preset,
    about: `${about} (${least} to ${most})`,
    allowed: `a time from ${least} to ${most}, such as ${preset}`,
  });
}

/** Bytes, from a text such as `500KB`. */
export function size(about: string, [least, most]: Range, preset: string) {
  return quantity(SIZE, parseSize, [parseSize(least), parseSize(most)], {
    preset,
    about: `${about} (${least} to ${most})`,
    allowed: `a size from ${least} to ${most}, such as ${preset}`,
  });
}

/** As they are written. */
type Range = readonly [least: string, most: string];

function quantity(
  form: RegExp,
  parse: (text: string) => number,
  [least, most]: readonly [number, number],
  { about, allowed, preset }: { readonly about: string; readonly allowed: string; readonly preset: string },
) {
  return z
    .string(allowed)
    .regex(form, allowed)
    .transform((text, context) => {
      const value = parse(text);
      if (value < least || value > most) refuse(context, text, allowed);
      return value;
    })
    .prefault(preset)
    .describe(about);
}

/** A whole number. */
export function count(about: string, [least, most]: readonly [number, number], preset: number) {
  const allowed = `a whole number from ${least} to ${most}`;
  return z
    .int(allowed)
    .min(least, allowed)
    .max(most, allowed)
    .prefault(preset)
    .describe(`${about} (${least} to ${most})`);
}

/** `true` or `false`. */
export function choice(about: string, preset: boolean) {
  return z.boolean('true or false').prefault(preset).describe(about);
}

/** One of several words. */
export function word<const W extends Words>(about: string, allowed: W, preset: W[number]) {
  return oneOf(allowed)
    .prefault(preset as never)
    .describe(`${about} (${allowed.join(', ')})`);
}

/** Several of some words, each at most once. */
export function words<const W extends Words>(about: string, allowed: W, preset: W[number][]) {
  const list = `a list of ${allowed.join(', ')}, or [] for none`;
  return unique(z.array(oneOf(allowed), list))
    .prefault(preset as never)
    .describe(`${about} (${allowed.join(', ')})`);
}

type Words = readonly [string, ...string[]];

function oneOf<const W extends Words>(words: W) {
  return z.enum(words, `one of ${words.join(', ')}`);
}

/** Crontab's five fields, or `off`, which gives null. */
export function schedule(about: string, preset: string) {
  const allowed = `five fields of cron (minute, hour, day, month, weekday), such as "${preset}", or off`;
  return z
    .string(allowed)
    .max(LONGEST_SCHEDULE, allowed)
    .transform((text, context) => {
      if (text.trim() === 'off') return null;
      const fault = cronFault(text);
      if (fault !== null) refuse(context, text, allowed, fault);
      return text.trim().replace(/\s+/g, ' ');
    })
    .prefault(preset)
    .describe(about);
}

const LONGEST_SCHEDULE = 200;

/** What is wrong with it; empty where there is no more to say than what is allowed. */
function cronFault(text: string): string | null {
  const fields = text.trim().split(/\s+/).length;
  if (!text.trim().startsWith('@') && fields !== 5) return `these are ${fields} fields`;
  const { valid, errors } = validateDetailed(text.trim());
  if (valid) return null;
  const [{ field, value = '' } = { field: '' }] = errors;
  const name = CRON_FIELDS.get(field);
  return name === undefined ? '' : `the ${name} is wrong: ${value}`;
}

const CRON_FIELDS: ReadonlyMap<string, string> = new Map([
  ['minute', 'minute'],
  ['hour', 'hour'],
  ['dayOfMonth', 'day of the month'],
  ['month', 'month'],
  ['dayOfWeek', 'day of the week'],
]);

/** A type of compliance items. */
export function complianceType(about: string, preset: string) {
  const allowed = `a compliance type such as ${preset}`;
  return z
    .string(allowed)
    .transform((text, context) => {
      try {
        return parseComplianceType(text);
      } catch (error) {
        if (!(error instanceof TypeNameError)) throw error;
        const form = 'Custom: and at least two letters, digits or underscores';
        refuse(context, text, allowed, form);
        return text;
      }
    })
    .prefault(preset)
    .describe(about);
}

/** An absolute path, in its shortest form; what it is by default the machine says. */
export function path(about: string, platform: Platform, isFile = false) {
  return onePath(platform, isFile).optional().describe(about);
}

function onePath(platform: Platform, isFile: boolean) {
  const allowed = `an absolute path such as ${EXAMPLES[platform][isFile ? 'file' : 'folder']}`;
  return z.string(allowed).transform((text, context) => {
    const isPath = platform === 'windows' ? isWindowsPath(text) : isUnixPath(text);
    if (!isPath || (isFile && /[\\/]$/.test(text))) {
      refuse(context, text, allowed, pathHint(text));
      return text;
    }
    const { normalize, parse } = platform === 'windows' ? win32 : posix;
    const shortest = normalize(text);
    return shortest === parse(shortest).root ? shortest : shortest.replace(/[\\/]+$/, '');
  });
}

/** Several absolute paths, each at most once. */
export function paths(about: string, platform: Platform, most: number) {
  const allowed = `a list of at most ${most} absolute paths`;
  return unique(z.array(onePath(platform, false), allowed).max(most, allowed))
    .prefault([])
    .describe(about);
}

const EXAMPLES: Readonly<Record<Platform, { readonly folder: string; readonly file: string }>> = {
  linux: { folder: '/srv/ssm-doctor', file: '/srv/ssm-doctor/agent.log' },
  macos: { folder: '/opt/ssm-doctor', file: '/opt/ssm-doctor/agent.log' },
  windows: { folder: "'D:\\ssm-doctor'", file: "'D:\\ssm-doctor\\agent.log'" },
};
const LONGEST_PATH = 1024;

function isUnixPath(text: string): boolean {
  return text.startsWith('/') && text.length <= LONGEST_PATH && !isHidden(text);
}

/** On a drive of this machine: a lock on a share of others holds nobody back. No stream of a file either. */
function isWindowsPath(text: string): boolean {
  return /^[A-Za-z]:[\\/][^:*?"<>|]*$/.test(text) && text.length <= LONGEST_PATH && !isHidden(text);
}

function pathHint(text: string): string {
  return isHidden(text) ? 'a \\ in double quotes is no backslash, use single quotes' : '';
}

function isHidden(text: string): boolean {
  return replaceHidden(text, () => '') !== text;
}

function unique<T extends z.ZodType<readonly unknown[]>>(list: T): T {
  return list.superRefine((items, context) => {
    const again = items.findIndex((item, index) => items.indexOf(item) !== index);
    if (again < 0) return;
    context.issues.push({
      code: 'custom',
      message: 'each at most once',
      path: [again],
      input: items[again],
    });
  });
}

function refuse(
  context: { readonly issues: z.core.$ZodRawIssue[] },
  input: string,
  message: string,
  hint = '',
): void {
  context.issues.push({ code: 'custom', message, input, params: { hint } });
}
