/** How the bytes of a text file are to be read. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gzip';

/** Decides by the first bytes: byte order marks, the gzip magic, or the zero bytes of unmarked UTF-16. */
export function detectEncoding(head: Uint8Array): Encoding {
  const [a, b, c] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8-bom';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return unmarkedWide(head);
}

/** PowerShell redirections are UTF-16 without a mark at times: then every second byte of Latin text is zero. */
function unmarkedWide(head: Uint8Array): Encoding {
  const length = Math.min(head.length, 256) & ~1;
  if (length < 16) return 'utf-8';
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < length; at += 2) {
    if (head[at] === 0) evenZeros++;
    if (head[at + 1] === 0) oddZeros++;
  }
  const pairs = length / 2;
  if (oddZeros > pairs * 0.7 && evenZeros < pairs * 0.1) return 'utf-16le';
  if (evenZeros > pairs * 0.7 && oddZeros < pairs * 0.1) return 'utf-16be';
  return 'utf-8';
}
