import { validateDetailed } from 'node-cron';
import * as z from 'zod';
import { refuse } from './values.ts';

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
