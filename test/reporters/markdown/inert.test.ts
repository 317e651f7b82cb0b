import { describe, expect, test } from 'vitest';
import { code, fenced, link, prose } from '../../../src/reporters/markdown/inert.ts';

describe('prose', () => {
  test.each([
    [
      'The repository refuses access: 403 (for 2 of 3 runs).',
      'The repository refuses access: 403 (for 2 of 3 runs).',
    ],
    ['AWS-RunPatchBaseline since 2026-11-20 03:12Z', 'AWS-RunPatchBaseline since 2026-11-20 03:12Z'],
    ["the node's agent 3.3.987.0 isn't Größe 日本語", "the node's agent 3.3.987.0 isn't Größe 日本語"],
  ])('leaves plain words as they are: %s', (text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  test.each([
    ['ask @everyone now', 'ask `@everyone` now'],
    ['fixes #12 and GH-12 and ABC-7', 'fixes `#12` and `GH-12` and `ABC-7`'],
    ['see www.evil.example or a@b.example', 'see `www.evil.example` or `a@b.example`'],
    ['commit deadbeef', 'commit `deadbeef`'],
    ['run df -h /var now', 'run df `-h /var` now'],
    ['1. first', '`1.` first'],
    ['- item', '`-` item'],
    ['a_b_c *d* <e> &amp; [f](g) ![h]', '`a_b_c *d* <e> &amp; [f](g) ![h]`'],
    ['a | b', 'a `\\x7c` b'],
    ['tick ` here', 'tick `` ` `` here'],
    ['two\nlines', '`two\\nlines`'],
    ['\x1b[31mred\u202e', '`\\x1b[31mred\\u202e`'],
    ['', ''],
  ])('puts everything else in code: %j', (text, expected) => {
    expect(prose(text)).toBe(expected);
  });
});

describe('code', () => {
  test('uses more ticks than the text has in a row, and spaces beside ticks at its ends', () => {
    expect(code('a``b')).toBe('```a``b```');
    expect(code('`x`')).toBe('`` `x` ``');
  });

  test('says so when there is nothing', () => {
    expect(code(' \t ')).toBe('(empty)');
  });
});

describe('fenced', () => {
  test('keeps lines and shows what is hidden', () => {
    expect(fenced(['a\tb', '\x07'])).toEqual(['```text', 'a  b', '\\x07', '```']);
  });

  test('is longer than any row of ticks in any line', () => {
    expect(fenced(['``', '````'])[0]).toBe('`````text');
  });
});

describe('link', () => {
  test('takes https addresses of plain characters only', () => {
    expect(link('https://docs.aws.amazon.com/a_b/c.html#d')).toBe(
      '<https://docs.aws.amazon.com/a_b/c.html#d>',
    );
    expect(link('http://x.example/')).toBe('`http://x.example/`');
    expect(link('https://x.example/> <b>')).toBe('`https://x.example/> <b>`');
    expect(link('https://user@x.example/')).toBe('`https://user@x.example/`');
  });
});
