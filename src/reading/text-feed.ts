import { clixmlFeed, isClixml } from './clixml-feed.ts';
import { detectEncoding, type Encoding, HEAD_BYTES } from './encoding.ts';
import { type ByteFeed, prefixedFeed, utf16Feed } from './feed.ts';
import { gunzipFeed } from './gunzip-feed.ts';

export type TextFeed =
  /** UTF-8 without a byte order mark, whatever the file is written in. */
  | { readonly kind: 'text'; readonly feed: ByteFeed }
  /** Not text, or text packed in a way that is not read. */
  | { readonly kind: 'binary' };

/**
 * Reads the bytes of a file, from its first one on, as text: unpacks gzip, turns UTF-16 into UTF-8, and takes the
 * text out of PowerShell's XML. `onDamage` is
 * told at most once, when packed data are damaged; the text ends there.
 */
export function textFeed(raw: ByteFeed, onDamage: (error: Error) => void): TextFeed {
  const outer = sniff(raw);
  if (outer.encoding !== 'gzip') return decode(outer);
  return decode(sniff(gunzipFeed(outer.feed, onDamage)));
}

interface Sniffed {
  readonly encoding: Encoding;
  readonly feed: ByteFeed;
}

function sniff(feed: ByteFeed): Sniffed {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  let filled = 0;
  for (let got = -1; got !== 0 && filled < head.length; filled += got) got = feed.fill(head.subarray(filled));
  const encoding = detectEncoding(head.subarray(0, filled));
  const start = head.subarray(encoding === 'utf-8-bom' ? 3 : 0, filled);
  const whole = prefixedFeed(start, feed);
  return { encoding, feed: isClixml(start) ? clixmlFeed(whole) : whole };
}

function decode({ encoding, feed }: Sniffed): TextFeed {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
      return { kind: 'text', feed };
    case 'utf-16le':
    case 'utf-16be':
      return { kind: 'text', feed: utf16Feed(feed, encoding) };
    case 'gzip':
    case 'binary':
      return { kind: 'binary' };
  }
}
