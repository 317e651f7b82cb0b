import type { ByteFeed } from '../../reading/feed.ts';
import type { Piece } from '../../reading/follow/log-follower.ts';

/** The bytes of a piece, in order. */
export function feedOf({ bytes }: Piece): ByteFeed {
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
