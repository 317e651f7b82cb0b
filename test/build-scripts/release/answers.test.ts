import { expect, it } from 'vitest';
import { type Answer, differences } from '../../../build-scripts/release/check/answers.ts';

const answer = (printed: string, status = 0): Answer => ({ command: 'explain 156', status, printed });

it('tells where two programs answer differently, and in what way', () => {
  expect(differences([answer('a\nb\n')], [answer('a\nb\n')])).toEqual([]);
  expect(differences([answer('a\nb\n')], [answer('a\nc\n')])).toEqual([
    'explain 156: expected b, found c in line 2',
  ]);
  expect(differences([answer('a', 3)], [answer('a', 1)])).toEqual([
    'explain 156: expected status 3, found 1\na',
  ]);
  expect(differences([answer('a')], [])).toEqual([
    'explain 156: expected status 0, found undefined\nundefined',
  ]);
});
