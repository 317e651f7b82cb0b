import * as z from 'zod';
import { parseComplianceType, TypeNameError } from '../../delivery/type-name.ts';
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

/** A list in which nothing stands twice. */
export function unique<T extends z.ZodType<readonly unknown[]>>(list: T): T {
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

/** Says that a value cannot be, with what is allowed, and what else is to be said. */
export function refuse(
  context: { readonly issues: z.core.$ZodRawIssue[] },
  input: string,
  message: string,
  hint = '',
): void {
  context.issues.push({ code: 'custom', message, input, params: { hint } });
}
