import { expect, test } from 'vitest';
import { faultOfCustomInventory } from '../../../parsers/state/custom-inventory-file.ts';

const good = { TypeName: 'Custom:Rack', SchemaVersion: '1.0', Content: { Location: 'A1' } };

test.each<[string, string | null, unknown]>([
  ['one entry', null, good],
  ['entries', null, { ...good, Content: [{ a: '1' }, { a: '2' }] }],
  ['keys in any case', null, { typename: 'Custom:Rack', schemaversion: '1.0', content: {} }],
  ['another type', 'TypeName', { ...good, TypeName: 'AWS:Application' }],
  ['a long type', 'TypeName', { ...good, TypeName: `Custom:${'x'.repeat(94)}` }],
  ['a version of one number', 'SchemaVersion', { ...good, SchemaVersion: '1' }],
  ['no content', 'Content', { TypeName: 'Custom:Rack', SchemaVersion: '1.0' }],
  ['a number as value', 'an attribute', { ...good, Content: { Count: 4 } }],
  ['one bad entry among good ones', 'an attribute', { ...good, Content: [{ a: 1 }, { a: '2' }] }],
  ['a long value', 'an attribute', { ...good, Content: { a: 'é'.repeat(2049) } }],
])('%s: %s', (_name, expected, file) => {
  expect(faultOfCustomInventory(JSON.stringify(file))).toBe(expected);
});

test('no JSON, and a byte order mark, which the agent does not take', () => {
  expect(faultOfCustomInventory('{"TypeName":')).toBe('no JSON');
  expect(faultOfCustomInventory(`\ufeff${JSON.stringify(good)}`)).toBe('a byte order mark');
});
