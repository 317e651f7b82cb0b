/** A time as both calls want it: `2026-11-25T00:42:37Z`. */
export function wholeSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
