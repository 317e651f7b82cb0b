import { CLIXML_MARK, readClixml } from '../../parsers/clixml.ts';
import type { ByteFeed } from './feed.ts';

/** An error stream is small; of a larger one the rest is read as it stands. */
const MOST = 8 * 1024 * 1024;

/** Does a text that begins so stand in PowerShell's XML? */
export function isClixml(head: Uint8Array): boolean {
  return head[0] === 0x23 && Buffer.from(head.subarray(0, CLIXML_MARK.length)).toString() === CLIXML_MARK;
}

/** The text of PowerShell's XML; lines are those that the console would have shown. */
export function clixmlFeed(feed: ByteFeed): ByteFeed {
  let pending: Uint8Array | null = null;
  return {
    fill(target) {
      pending ??= Buffer.from(readClixml(Buffer.from(readUpTo(feed, MOST)).toString('utf8')));
      if (pending.length === 0) return feed.fill(target);
      const part = pending.subarray(0, target.length);
      target.set(part);
      pending = pending.subarray(part.length);
      return part.length;
    },
  };
}

function readUpTo(feed: ByteFeed, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let got = -1; got !== 0 && length < most; length += got) {
    const part = new Uint8Array(Math.min(64 * 1024, most - length));
    got = feed.fill(part);
    parts.push(part.subarray(0, got));
  }
  return Buffer.concat(parts);
}
