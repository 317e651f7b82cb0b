import type { OpenFile } from '../platform/files.ts';

/** A source of bytes, in order. `fill` writes at most `target.length` bytes and returns how many; 0 is the end. */
export interface ByteFeed {
  fill(target: Uint8Array): number;
}

/** The bytes of a file up to the size it had when opened: what is appended meanwhile is for the next run. */
export function fileFeed(file: OpenFile, from = 0): ByteFeed {
  let at = from;
  return {
    fill(target) {
      const wanted = Math.min(target.length, file.entry.size - at);
      if (wanted <= 0) return 0;
      const got = file.read(wanted === target.length ? target : target.subarray(0, wanted), at);
      at += got;
      return got;
    },
  };
}

/** These bytes. */
export function bytesFeed(bytes: Uint8Array): ByteFeed {
  let at = 0;
  return {
    fill(target) {
      const part = bytes.subarray(at, at + target.length);
      target.set(part);
      at += part.length;
      return part.length;
    },
  };
}

/** Fills the target as far as the feed goes; gives how far. */
export function fillUp(feed: ByteFeed, target: Uint8Array): number {
  let filled = 0;
  while (filled < target.length) {
    const got = feed.fill(filled === 0 ? target : target.subarray(filled));
    if (got === 0) return filled;
    filled += got;
  }
  return filled;
}

/** `head` and then what `rest` gives. */
export function prefixedFeed(head: Uint8Array, rest: ByteFeed): ByteFeed {
  const first = bytesFeed(head);
  return { fill: (target) => first.fill(target) || rest.fill(target) };
}

/** UTF-16 text as UTF-8, without its byte order mark. Unpaired surrogates become U+FFFD. */
export function utf16Feed(wide: ByteFeed, encoding: 'utf-16le' | 'utf-16be'): ByteFeed {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const input = new Uint8Array(64 * 1024);
  let pending: Uint8Array = new Uint8Array(0);
  let ended = false;
  return {
    fill(target) {
      while (pending.length === 0 && !ended) {
        const got = wide.fill(input);
        ended = got === 0;
        pending = encoder.encode(decoder.decode(input.subarray(0, got), { stream: !ended }));
      }
      const part = pending.subarray(0, target.length);
      target.set(part);
      pending = pending.subarray(part.length);
      return part.length;
    },
  };
}
