import { uptime } from 'node:os';

/** When this machine started, milliseconds UTC, to about a second; null when the system does not say. */
export function bootedAt(): number | null {
  const seconds = uptime();
  return seconds > 0 ? Math.round(Date.now() - seconds * 1000) : null;
}
