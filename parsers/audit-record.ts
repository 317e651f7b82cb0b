const HEAD = /^type=[A-Z_]{1,40} msg=audit\((\d{1,11})\.(\d{3}):\d{1,20}\):/;

/**
 * Milliseconds UTC of a record of the kernel's audit, as `auditd` writes them to `audit.log`:
 * `type=AVC msg=audit(1700000000.123:456): avc:  denied …`. Null for any other line.
 */
export function parseAuditTime(line: string): number | null {
  const match = HEAD.exec(line);
  return match === null ? null : Number(match[1]) * 1000 + Number(match[2]);
}
