import { openStateFile, writeStateFile } from '../platform/state-file.ts';
import type { Position } from '../reading/resume/positions.ts';

/** Bytes; of a folder with a thousand logs. */
const LONGEST = 1024 * 1024;
const FORMAT = 'ssm-doctor positions 1';

/** Writes how far logs were read, in one step. Returns why it could not be done, or null. */
export function writePositions(path: string, positions: readonly Position[]): string | null {
  return writeStateFile(path, [Buffer.from(`${JSON.stringify({ format: FORMAT, positions })}\n`)]);
}

/**
 * What was written; null where there is nothing to rely on. Then the logs are read from their ends on: what stands in
 * them is in the report that is made at the start.
 */
export function readPositions(path: string): readonly Position[] | null {
  const opened = openStateFile(path, LONGEST);
  if (opened.kind !== 'open') return null;
  try {
    const { content } = opened;
    const kept: unknown = JSON.parse(content.read(0, content.size).toString('utf8'));
    return isKept(kept) ? kept.positions : null;
  } catch {
    return null;
  } finally {
    opened.content.close();
  }
}

function isKept(kept: unknown): kept is { readonly positions: readonly Position[] } {
  if (typeof kept !== 'object' || kept === null) return false;
  if (!('format' in kept) || kept.format !== FORMAT) return false;
  return 'positions' in kept && Array.isArray(kept.positions) && kept.positions.every(isPosition);
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  const { path, identity, offset, size, modified, seenAt, marks, ...more } = value as Record<string, unknown>;
  const { lines = 0, insideLine = false, isTwin = false } = more;
  const numbers = [offset, size, modified, seenAt, lines];
  return (
    typeof path === 'string' &&
    typeof identity === 'string' &&
    numbers.every(Number.isFinite) &&
    [insideLine, isTwin].every((flag) => typeof flag === 'boolean') &&
    isMarks(marks)
  );
}

function isMarks(marks: unknown): boolean {
  if (marks === null) return true;
  if (typeof marks !== 'object') return false;
  const { head, seam } = marks as Record<string, unknown>;
  return typeof head === 'string' && typeof seam === 'string';
}
