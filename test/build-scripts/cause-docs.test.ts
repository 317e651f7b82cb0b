import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCauses } from '../../src/causes/load-causes.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/causes.md'), 'utf8');
const headings = [...PAGE.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text);

describe('the page of causes', () => {
  test('has one heading for each cause, which is its id', () => {
    const ids = headings.filter((heading) => /^[A-Z0-9]+(?:_[A-Z0-9]+)+$/.test(heading));
    expect(ids.sort()).toEqual(
      loadCauses()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('links to headings that are there', () => {
    const anchors = new Set(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-')));
    const links = [...PAGE.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(200);
    expect(links.filter((link) => !anchors.has(link ?? ''))).toEqual([]);
  });

  test('has as many cells in each row of a table as in its head', () => {
    for (const table of PAGE.split('\n\n').filter((block) => block.startsWith('| '))) {
      const cells = new Set(table.split('\n').map((row) => row.split('|').length));
      expect([...cells], table).toHaveLength(1);
    }
  });
});
