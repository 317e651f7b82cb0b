import { clixmlFeed, isClixml } from './clixml-feed.ts';
import { detectEncoding, type Encoding, HEAD_BYTES } from './encoding.ts';
import { type ByteFeed, fillUp, prefixedFeed, utf16Feed } from './feed.ts';
import { gunzipFeed } from './gunzip-feed.ts';

export type TextFeed =
  /**
   * UTF-8 without a byte order mark, whatever the file is written in: what stands in the target, and the rest. The
   * text of a file that holds it as it is begins at `plainFrom`; null where it had to be unpacked or decoded.
   */
  | {
      readonly kind: 'text';
      readonly filled: number;
      readonly rest: ByteFeed;
      readonly plainFrom: number | null;
    }
  /** Not text, or text packed in a way that is not read. */
  | { readonly kind: 'binary' };

/**
 * Reads the bytes of a file, from its first one on, as text: unpacks gzip, turns UTF-16 into UTF-8, and takes the text
 * out of PowerShell's XML. The first ones are read to `target`, where plain text stays, so that it is read once.
 * `onDamage` is told at most once, when packed data are damaged; the text ends there.
 */
export function textFeed(raw: ByteFeed, target: Buffer, onDamage: (error: Error) => void): TextFeed {
  const filled = fillUp(raw, target);
  const encoding = detectEncoding(target.subarray(0, Math.min(filled, HEAD_BYTES)));
  if (encoding === 'binary') return { kind: 'binary' };
  const from = encoding === 'utf-8-bom' ? MARK : 0;
  const isPlain = encoding === 'utf-8' || encoding === 'utf-8-bom';
  if (isPlain && !isClixml(target.subarray(from, filled))) {
    if (from > 0) target.copyWithin(0, from, filled);
    return { kind: 'text', filled: filled - from, rest: raw, plainFrom: from };
  }
  const all = prefixedFeed(Buffer.from(target.subarray(0, filled)), raw);
  return decode(sniff(encoding === 'gzip' ? gunzipFeed(all, onDamage) : all));
}

/** Bytes of the byte order mark of UTF-8. */
const MARK = 3;

interface Sniffed {
  readonly encoding: Encoding;
  readonly feed: ByteFeed;
}

/** How a feed is to be decoded, and all of it without the mark of UTF-8; of PowerShell's XML the text. */
function sniff(feed: ByteFeed): Sniffed {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  const filled = fillUp(feed, head);
  const encoding = detectEncoding(head.subarray(0, filled));
  const start = head.subarray(encoding === 'utf-8-bom' ? MARK : 0, filled);
  const whole = prefixedFeed(start, feed);
  return { encoding, feed: isClixml(start) ? clixmlFeed(whole) : whole };
}

function decode({ encoding, feed }: Sniffed): TextFeed {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
      return { kind: 'text', filled: 0, rest: feed, plainFrom: null };
    case 'utf-16le':
    case 'utf-16be':
      return { kind: 'text', filled: 0, rest: utf16Feed(feed, encoding), plainFrom: null };
    case 'gzip':
    case 'binary':
      return { kind: 'binary' };
  }
}
