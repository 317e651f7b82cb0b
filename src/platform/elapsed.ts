/**
 * Milliseconds since this program began; never jumps. `performance` does the same, and takes as long to load as a
 * connection to make.
 */
export function elapsed(): number {
  return process.uptime() * 1000;
}
