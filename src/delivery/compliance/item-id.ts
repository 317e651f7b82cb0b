import type { Subject } from '../../report/report.ts';
import { shortHash } from '../short-hash.ts';

/** The service sets no limit; longer ones do not fit a column of the console. */
export const ID_LIMIT = 120;

/** First parts of the ids of items that stand for no cause. */
export const RESERVED = ['AREA', 'BELOW', 'INCONCLUSIVE', 'SELF', 'TRUNCATED', 'UNRECOGNIZED'] as const;

const PLAIN_CAUSE = /^[A-Za-z0-9_.-]{1,60}$/;
const PLAIN_SUBJECT = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
const ENDS_LIKE_HASH = /~[0-9a-f]{12}$/;

/**
 * The id of the item on a cause: `CAUSE/kind:subject`, and `CAUSE/node` where the subject is the node itself, so that
 * a fleet can be grouped by it. It depends on cause and subject alone, and no two pairs have one id: what is too long
 * or holds other than printable ASCII is cut and ends with a hash of the whole.
 */
export function causeId(cause: string, { kind, id }: Subject, nodeIds: ReadonlySet<string>): string {
  const subject = kind === 'node' && nodeIds.has(id) ? 'node' : `${kind}:${id}`;
  return idOf(cause, subject, [cause, kind, subject]);
}

/** The id of an item that stands for no cause. */
export function ownId(first: (typeof RESERVED)[number], subject: string): string {
  const id = `${first}/${subject}`;
  return isPlain(subject) && id.length <= ID_LIMIT ? id : hashed(id, [first, '', subject]);
}

function idOf(cause: string, subject: string, whole: readonly string[]): string {
  const id = `${cause}/${subject}`;
  const isReserved = (RESERVED as readonly string[]).includes(cause);
  const stays = PLAIN_CAUSE.test(cause) && !isReserved && isPlain(subject) && id.length <= ID_LIMIT;
  return stays ? id : hashed(id, whole);
}

function isPlain(subject: string): boolean {
  return PLAIN_SUBJECT.test(subject) && !ENDS_LIKE_HASH.test(subject);
}

function hashed(id: string, whole: readonly string[]): string {
  const hash = `~${shortHash(JSON.stringify(whole))}`;
  const ascii = id.slice(0, 4 * ID_LIMIT).replace(/[^\x21-\x7e]+/g, '_');
  return ascii.slice(0, ID_LIMIT - hash.length) + hash;
}
