import { afterEach, beforeEach, expect, test } from 'vitest';
import { Notices } from '../../../src/platform/changes/notices.ts';
import { pause, until } from './hearing.ts';

let told: { readonly folder: string; readonly name: string | null; readonly at: number }[] = [];
let notices: Notices;

beforeEach(() => {
  told = [];
  notices = new Notices(
    (folder, name) => told.push({ folder, name, at: performance.now() }),
    () => ['/a', '/b'],
  );
});

afterEach(() => notices.close());

test('tells a name once, however often it was added', async () => {
  for (let count = 0; count < 100; count += 1) notices.add('/a', 'errors.log');
  notices.add('/b', 'errors.log');
  expect(told).toEqual([]);
  await until(() => told.length > 0);
  await pause(20);
  expect(told).toMatchObject([
    { folder: '/a', name: 'errors.log' },
    { folder: '/b', name: 'errors.log' },
  ]);
});

test('tells a name again after 5 ms at the earliest', async () => {
  const end = performance.now() + 200;
  while (performance.now() < end) {
    notices.add('/a', 'errors.log');
    await pause(1);
  }
  await pause(20);
  const gaps = told.slice(1).map(({ at }, index) => at - (told[index]?.at ?? 0));
  expect(gaps.length).toBeGreaterThan(3);
  // A timer of the system may be early by a fraction of a millisecond.
  expect(Math.min(...gaps)).toBeGreaterThan(3.5);
});

test('tells no names where anything may have changed', async () => {
  notices.add('/a', 'errors.log');
  notices.add('/a', null);
  await until(() => told.length > 0);
  await pause(20);
  expect(told).toMatchObject([{ folder: '/a', name: null }]);
});

test('tells of each folder after a flood: events of others may be lost', async () => {
  for (let count = 0; count < 1000; count += 1) notices.add('/a', `${count}.log`);
  await until(() => told.length > 0);
  await pause(20);
  expect(told).toMatchObject([
    { folder: '/a', name: null },
    { folder: '/b', name: null },
  ]);
  notices.add('/a', 'errors.log');
  await until(() => told.length > 2);
  expect(told.at(-1)).toMatchObject({ folder: '/a', name: 'errors.log' });
});

test('tells nothing of what was forgotten, nor after the end', async () => {
  notices.add('/a', 'errors.log');
  notices.add('/b', 'errors.log');
  notices.forget('/a');
  await until(() => told.length > 0);
  expect(told).toMatchObject([{ folder: '/b' }]);
  notices.add('/b', 'errors.log');
  notices.close();
  await pause(20);
  expect(told).toHaveLength(1);
});
