import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ITEMS_AT_MOST, REQUEST_BYTES } from '../../src/delivery/compliance/budget.ts';
import { RECOVERED_SHOWN_FOR } from '../../src/delivery/compliance/groups.ts';
import { ID_LIMIT, RESERVED } from '../../src/delivery/compliance/item-id.ts';
import { ATTRIBUTES, SCHEMA_VERSION } from '../../src/delivery/inventory/attributes.ts';
import { CONTENT_BYTES, ENTRIES_AT_MOST } from '../../src/delivery/inventory/entries.ts';
import { DEFAULT_COMPLIANCE_TYPE, DEFAULT_INVENTORY_TYPE } from '../../src/delivery/type-name.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/what-is-reported.md'), 'utf8').replace(
  /\s+/g,
  ' ',
);

describe('the page on what is reported', () => {
  test('lists the attributes of the inventory, in their order', () => {
    const [, table = ''] = PAGE.split('| attributes | about |');
    const cells = [...table.matchAll(/\| ((?:`[A-Za-z]+` ?)+)\|/g)].map(([, cell = '']) => cell);
    expect(cells.flatMap((cell) => cell.match(/[A-Za-z]+/g))).toEqual([...ATTRIBUTES]);
  });

  test('names each kind of item', () => {
    for (const first of RESERVED) expect(PAGE).toContain(`\`${first}/`);
  });

  test('gives the limits as they are', () => {
    expect(PAGE).toContain(`One type, \`${DEFAULT_COMPLIANCE_TYPE}\``);
    expect(PAGE).toContain(`The type \`${DEFAULT_INVENTORY_TYPE}\`, schema version ${SCHEMA_VERSION}`);
    expect(PAGE).toContain(`At most ${ITEMS_AT_MOST} items and ${REQUEST_BYTES / 1024} KB`);
    expect(PAGE).toContain(`At most ${ENTRIES_AT_MOST} entries and ${CONTENT_BYTES / 1024} KB`);
    expect(PAGE).toContain(`within the last ${RECOVERED_SHOWN_FOR / 86_400_000} days`);
    expect(PAGE).toContain(`at most ${ID_LIMIT} characters`);
  });
});
