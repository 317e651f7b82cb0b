/** From the worst. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNSPECIFIED'];

/** The worst of some severities; `UNSPECIFIED` of none. */
export function worst(severities: readonly string[]): string {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'UNSPECIFIED';
}

/** `{ CriticalCount: 2, … }`. */
export function severitySummary(severities: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    SEVERITIES.map((severity) => [
      `${severity.charAt(0)}${severity.slice(1).toLowerCase()}Count`,
      severities.filter((other) => other === severity).length,
    ]),
  );
}
