import { expect, test } from 'vitest';
import { environmentOf, isOn, variable } from '../../src/platform/environment.ts';

test('finds a variable of Windows in any case', () => {
  expect(variable(environmentOf({ ProgramFiles: 'C:\\Program Files' }, false), 'PROGRAMFILES')).toBe(
    'C:\\Program Files',
  );
  expect(variable(environmentOf({ https_proxy: 'x' }, true), 'HTTPS_PROXY')).toBeNull();
});

test('takes an empty variable for one that is not set, and only true for a switch that is on', () => {
  expect(variable({ A: ' ' }, 'A')).toBeNull();
  expect(['true', 'TRUE', '1', 'false', ''].map((A) => isOn({ A }, 'A'))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
