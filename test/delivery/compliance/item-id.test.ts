import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeId, ID_LIMIT, ownId, RESERVED } from '../../../src/delivery/compliance/item-id.ts';
import type { SubjectKind } from '../../../src/report/report.ts';
import { hostileText, MEMBERS } from '../../reporters/arbitrary-report.ts';

const NODES = new Set(['i-0synthetic0001', 'this node']);

describe('causeId', () => {
  test('is cause, kind and subject', () => {
    const id = causeId('REPO_UNREACHABLE', { kind: 'endpoint', id: 'repo.example:443/x y' }, NODES);
    expect(id).toBe('REPO_UNREACHABLE/endpoint:repo.example:443/x y');
  });

  test('names no id where the subject is the node itself, and that of another node', () => {
    for (const id of NODES) expect(causeId('AGENT_X', { kind: 'node', id }, NODES)).toBe('AGENT_X/node');
    expect(causeId('AGENT_X', { kind: 'node', id: 'i-0other' }, NODES)).toBe('AGENT_X/node:i-0other');
  });

  test('cuts what is long, and ends it with a hash', () => {
    const id = causeId('FILE_X', { kind: 'file', id: `/${'a'.repeat(5_000)}` }, NODES);
    expect(id).toHaveLength(ID_LIMIT);
    expect(id).toMatch(/^FILE_X\/file:\/a+~[0-9a-f]{12}$/);
  });

  test('tells subjects apart that look alike once cleaned or cut', () => {
    const long = 'a'.repeat(ID_LIMIT);
    const subjects = [
      'a b',
      'a  b',
      'a\tb',
      'a b ',
      'ä b',
      'a\u0308 b',
      'a_b',
      long,
      `${long}b`,
      '',
      '\ud800',
      '\udc00',
    ];
    const ids = subjects.map((id) => causeId('X', { kind: 'file', id }, NODES));
    expect(new Set(ids).size).toBe(subjects.length);
    const [hashed = ''] = ids.filter((id) => id.includes('~'));
    expect(causeId('X', { kind: 'file', id: hashed.slice('X/file:'.length) }, NODES)).not.toBe(hashed);
  });

  test('gives each cause and subject one id, short, in printable ASCII, and no two the same', () => {
    const subject = fc.record({ kind: fc.constantFrom(...MEMBERS.subjectKinds), id: hostileText });
    const cause = fc.oneof(hostileText, fc.constantFrom('REPO_X', 'A/b', ...RESERVED));
    fc.assert(
      fc.property(fc.array(fc.tuple(cause, subject), { minLength: 2, maxLength: 20 }), (pairs) => {
        const known = new Map<string, string>();
        for (const [of, about] of pairs) {
          const id = causeId(of, about, NODES);
          expect(id).toMatch(/^[\x20-\x7e]{1,120}$/);
          expect(causeId(of, { ...about }, NODES)).toBe(id);
          const pair = JSON.stringify([of, about.kind, about.id]);
          expect(known.get(id) ?? pair).toBe(pair);
          known.set(id, pair);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('takes none of the ids that stand for no cause', () => {
    const kinds: readonly SubjectKind[] = ['node', 'file'];
    for (const first of RESERVED)
      for (const kind of kinds)
        for (const id of ['this node', 'last-run'])
          expect(causeId(first, { kind, id }, NODES)).toMatch(/~[0-9a-f]{12}$/);
    expect(ownId('SELF', 'last-run')).toBe('SELF/last-run');
  });
});
