import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../service-error.ts';
import { SKEW_MINUTES } from '../unmodelled-limits.ts';

/** The moment that the client says it signed at; it must be on the day of the credential's scope. */
export function timeOf(headers: IncomingHttpHeaders, day: string): Date {
  const text = headers['x-amz-date'];
  const parts = typeof text === 'string' ? /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) : null;
  if (parts === null || typeof text !== 'string') {
    throw new ServiceError(
      'IncompleteSignatureException',
      "Authorization header requires a valid 'X-Amz-Date'.",
    );
  }
  if (!text.startsWith(day)) {
    throw new ServiceError(
      'InvalidSignatureException',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${text.slice(0, 8)}', from '${text}'.`,
    );
  }
  const [year, month, date, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return new Date(Date.UTC(year, month - 1, date, hour, minute, second));
}

/** Refuses a signature that is too old or from the future. */
export function checkSkew(signedAt: Date, now: Date): void {
  const allowed = SKEW_MINUTES * 60_000;
  const ahead = signedAt.getTime() - now.getTime();
  if (Math.abs(ahead) <= allowed) return;
  const [verdict, bound, sign] =
    ahead < 0
      ? ['Signature expired', now.getTime() - allowed, '-']
      : ['Signature not yet current', now.getTime() + allowed, '+'];
  const relation = ahead < 0 ? 'is now earlier than' : 'is still later than';
  throw new ServiceError(
    'InvalidSignatureException',
    `${verdict}: ${basic(signedAt)} ${relation} ${basic(new Date(bound))} (${basic(now)} ${sign} ${SKEW_MINUTES} min.)`,
  );
}

/** `20261125T004237Z`. */
function basic(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
