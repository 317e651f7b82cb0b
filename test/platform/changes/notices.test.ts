import { afterEach, beforeEach, expect, test } from 'vitest';
import { Notices } from '../../../src/platform/changes/notices.ts';
import { pause, until } from './hearing.ts';

let told: { readonly folder: string; readonly name: string | null }[] = [];
let notices: Notices;

beforeEach(() => {
  told = [];
  notices = new Notices(
    (folder, name) => told.push({ folder, name }),
    () => ['/a', '/b'],
  );
});

afterEach(() => notices.close());

test('tells each at once', () => {
  notices.add('/a', 'errors.log');
  notices.add('/b', null);
  notices.add('/a', 'errors.log');
  expect(told).toEqual([
    { folder: '/a', name: 'errors.log' },
    { folder: '/b', name: null },
    { folder: '/a', name: 'errors.log' },
  ]);
});

test('tells of each folder after a flood: events of others may be lost', async () => {
  for (let count = 0; count < 3000; count += 1) notices.add('/a', `${count}.log`);
  expect(told.length).toBeLessThan(1000);
  const everywhere = () => told.filter(({ name }) => name === null);
  await until(() => everywhere().length > 0);
  await pause(20);
  expect(everywhere()).toEqual([
    { folder: '/a', name: null },
    { folder: '/b', name: null },
  ]);
  notices.add('/a', 'errors.log');
  expect(told.at(-1)).toEqual({ folder: '/a', name: 'errors.log' });
});

test('many are no flood that come one after the other', async () => {
  for (let round = 0; round < 4; round += 1) {
    for (let count = 0; count < 500; count += 1) notices.add('/a', `${count}.log`);
    await pause(60);
  }
  expect(told).toHaveLength(2000);
  expect(told.some(({ name }) => name === null)).toBe(false);
});

test('tells nothing after the end, not even of a flood', async () => {
  for (let count = 0; count < 1000; count += 1) notices.add('/a', `${count}.log`);
  notices.close();
  await pause(20);
  expect(told.some(({ name }) => name === null)).toBe(false);
});
