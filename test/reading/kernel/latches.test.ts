import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { STEP } from '../../../src/reading/kernel/kernel.ts';
import { MOST_LITERALS } from '../../../src/reading/kernel/layout.ts';
import {
  everywhere,
  inOrder,
  kernel,
  latchedAt,
  literal,
  literalsInText,
  naive,
  prepare,
  scan,
} from './search.ts';

const SUCCESS = 'all is well here';

function numbersOf(literals: readonly unknown[]): number[] {
  return literals.map((_, index) => index + 1);
}

test('the last four places of a latched literal are kept, ascending, and are no hits', () => {
  fc.assert(
    fc.property(literalsInText, fc.nat(400), ([literals, text], cut) => {
      const middle = Math.max(1, Math.min(cut, text.length));
      const expected = naive(literals, text, everywhere(text));
      prepare(literals, text);
      const found = [
        ...scan({ ...everywhere(text), end: middle }),
        ...scan({ ...everywhere(text), start: middle }),
      ];
      expect(inOrder(found)).toEqual(
        expected.filter(([, number]) => literals[number - 1]?.latched === false),
      );
      for (const number of numbersOf(literals).filter((one) => literals[one - 1]?.latched)) {
        const places = expected.filter(([, other]) => other === number).map(([at]) => at);
        expect(latchedAt(number)).toEqual(places.slice(-4));
      }
    }),
    { numRuns: 500 },
  );
});

test.each([SUCCESS, 'well'])(
  '%j is kept where it stands last, however the places lie in the halves of a stretch',
  (sought) => {
    const places = fc.uniqueArray(fc.nat(Math.floor(STEP / 32) - 1), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(places, fc.boolean(), (slots, dense) => {
        const data = Buffer.alloc(STEP, dense ? 'l is well her' : '.');
        for (const slot of slots) data.write(`..${sought}..`, 32 * slot);
        const text = `\n${data.toString()}`;
        const expected = naive([literal(sought)], text, everywhere(text)).map(([at]) => at);
        prepare([literal(sought, sought.length - 4, true)], text);
        expect(scan(everywhere(text))).toEqual([]);
        expect(latchedAt(1)).toEqual(expected.slice(-4));
      }),
    );
  },
);

test('places are forgotten when that is asked for, and not before', () => {
  const text = `\n${SUCCESS}, ${SUCCESS}`;
  prepare([literal(SUCCESS, 12, true)], text);
  scan({ ...everywhere(text), end: 16 });
  scan({ ...everywhere(text), start: 16, end: 20 });
  expect(latchedAt(1)).toEqual([13]);
  scan({ ...everywhere(text), start: 20 });
  expect(latchedAt(1)).toEqual([13, 31]);
  kernel.forgetLatched();
  expect(latchedAt(1)).toEqual([]);
  scan({ ...everywhere(text), start: 20 });
  expect(latchedAt(1)).toEqual([31]);
});

test('places are forgotten when other literals are loaded, also those of numbers that were out of use between', () => {
  const text = `\npins and ${SUCCESS}`;
  const literals = [literal('pins', 0, true), literal(SUCCESS, 12, true)];
  prepare(literals, text);
  scan(everywhere(text));
  expect([latchedAt(1), latchedAt(2)]).toEqual([[1], [22]]);
  prepare(literals.slice(0, 1), text);
  expect(latchedAt(1)).toEqual([]);
  prepare(literals, text);
  expect([latchedAt(1), latchedAt(2)]).toEqual([[], []]);
});

test('as many literals as there is room for keep their places apart', () => {
  const literals = Array.from({ length: MOST_LITERALS }, (_, index) =>
    literal(`${index}`.padStart(6, '-'), 2, true),
  );
  const text = literals.map(({ bytes }) => `\n${Buffer.from(bytes).toString()}`).join('');
  prepare(literals, text);
  const found = [];
  for (let start = 1; start < text.length; start += STEP) {
    found.push(...scan({ ...everywhere(text), start, end: Math.min(start + STEP, text.length) }));
  }
  expect(found).toEqual([]);
  expect(numbersOf(literals).map(latchedAt)).toEqual(numbersOf(literals).map((number) => [7 * number - 4]));
});
