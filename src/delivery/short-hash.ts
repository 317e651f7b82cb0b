import { createHash } from 'node:crypto';

/** Twelve digits that stand for a text; no two texts of one node will ever share them. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text, 'utf16le').digest('hex').slice(0, 12);
}
