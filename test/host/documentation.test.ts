import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Sight } from '../../src/host/check.ts';
import { CHECKS } from '../../src/host/checks.ts';

const REFUTES: Readonly<Record<Sight, string>> = {
  'either-way': 'yes',
  'in-places': 'in its places',
  'failing-only': 'no',
};

/** The rows of the tables of the page, in their order. */
const rows = readFileSync('docs/checks.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'));

test('the page on checks names each one, with its title and platforms', () => {
  const expected = CHECKS.map(({ name, title, weight, platforms }) => {
    const where = platforms.length === 3 ? 'all' : platforms.join(', ');
    return `| \`${name}\` | ${title}${weight === 'optional' ? ' (optional)' : ''} | ${where} |`;
  });
  expect(rows.slice(0, CHECKS.length)).toEqual(expected);
});

test('the page on checks names each cause that they see', () => {
  const expected = CHECKS.flatMap(({ name, sees }) =>
    Object.entries(sees).map(([cause, sight]) => `| \`${cause}\` | \`${name}\` | ${REFUTES[sight]} |`),
  );
  expect(rows.slice(CHECKS.length)).toEqual(expected.toSorted());
});
