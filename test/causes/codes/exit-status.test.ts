import { describe, expect, test } from 'vitest';
import { EXIT_STATUSES } from '../../../src/causes/codes/exit-status.ts';
import { exitStatusMeanings } from '../../../src/causes/codes/exit-status-lookup.ts';
import { hexText, numbersIn } from '../../../src/causes/codes/number.ts';
import { loadCauses } from '../../../src/causes/load-causes.ts';

const CAUSES = new Map(loadCauses().map((cause) => [cause.id, cause]));

describe('the dictionary of exit statuses', () => {
  test('names causes that exist, on a platform that they share', () => {
    for (const { statuses, platforms, causes } of EXIT_STATUSES) {
      for (const id of causes) {
        const shared = platforms.filter((platform) => CAUSES.get(id)?.platforms.includes(platform));
        expect(shared, `${statuses} ${id}`).not.toEqual([]);
      }
    }
  });

  test('says each thing in a sentence', () => {
    for (const { meaning, trap } of EXIT_STATUSES) {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      if (trap !== '') expect(trap).toMatch(/^[A-Z].*\.$/);
    }
  });

  test.each([
    [0, ['success']],
    [156, ['failure']],
    [151, ['failure', 'internal']],
    [168, ['success']],
    [169, ['failure']],
    [194, ['reboot']],
    [195, ['internal']],
    [196, ['internal']],
    [3010, ['reboot']],
    [1641, ['reboot']],
    [124, ['stopped']],
    [137, ['stopped', 'stopped', 'internal']],
  ])('%i: %j', (status, outcomes) => {
    expect(exitStatusMeanings(status).map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  test('tells the agent before others, and what only messages say last', () => {
    expect(exitStatusMeanings(137).map(({ by }) => by)).toEqual(['SSM Agent', 'shell', 'patch payload']);
  });

  test('has something to say of every status of a byte', () => {
    for (let status = 0; status < 256; status++) expect(exitStatusMeanings(status)).not.toEqual([]);
    expect(exitStatusMeanings(149 + 16)[0]?.name).toContain('MULTIPLE_OVERRIDES');
    expect(exitStatusMeanings(159).map(({ meaning }) => meaning)).toEqual([
      expect.stringContaining('chose it'),
      expect.stringContaining('Signal 31'),
    ]);
  });
});

describe('numbers', () => {
  test.each([
    ['-1', [-1]],
    ['4294967295', [-1]],
    ['0xffffffff', [-1]],
    ['0xFFFFFFFF80072EE2', [-2147012894]],
    ['80072ee2', [-2147012894]],
    ['80070005', [-2147024891, 80070005]],
    ['-2147012894', [-2147012894]],
    ['2147954402', [-2147012894]],
    ['+3010', [3010]],
    ['4294967296', []],
    ['-2147483649', []],
    ['0x', []],
    ['1.5', []],
    ['1e3', []],
    ['', []],
    ['9'.repeat(1000), []],
  ])('%s', (text, values) => {
    expect(numbersIn(text)).toEqual(values);
  });

  test('are spelt in eight digits', () => {
    expect([hexText(-1), hexText(156)]).toEqual(['0xFFFFFFFF', '0x0000009C']);
  });
});
