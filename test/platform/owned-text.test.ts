import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type OwnedText, readOwnedText } from '../../src/platform/owned-text.ts';

const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function fileWith(text: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'owned-'));
  made.push(folder);
  const path = join(folder, 'credentials');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function refusalOf(path: string): string {
  const read: OwnedText = readOwnedText(path, 100);
  return read.kind === 'refused' ? read.message : `not refused: ${read.kind}`;
}

describe.skipIf(isWindows)('readOwnedText', () => {
  test('reads what only its owner may write, and says when others may read it', () => {
    expect(readOwnedText(fileWith('a'), 100)).toEqual({ kind: 'text', text: 'a', isPublic: false });
    expect(readOwnedText(fileWith('a', 0o640), 100)).toMatchObject({ isPublic: false });
    expect(readOwnedText(fileWith('a', 0o644), 100)).toMatchObject({ isPublic: true });
  });

  test('says what is not there', () => {
    expect(readOwnedText(join(tmpdir(), 'owned-nowhere', 'credentials'), 100)).toEqual({ kind: 'absent' });
  });

  test.each([
    [0o620, 'its group may'],
    [0o602, 'found mode 0602'],
  ])('refuses mode %o', (mode, found) => {
    expect(refusalOf(fileWith('a', mode))).toContain(found);
  });

  test('refuses a link, a folder, a pipe, and what is too large', () => {
    const target = fileWith('a');
    const link = `${target}-link`;
    symlinkSync(target, link);
    expect(refusalOf(link)).toContain('found a link');
    mkdirSync(`${target}-folder`);
    expect(refusalOf(`${target}-folder`)).toContain('found a folder');
    expect(refusalOf(fileWith('a'.repeat(101)))).toBe('expected at most 100 bytes, found 101');
  });

  test('refuses a file in a folder that others may write', () => {
    const path = fileWith('a');
    chmodSync(join(path, '..'), 0o777);
    expect(refusalOf(path)).toContain('expected a folder that only its owner may write');
  });

  test.skipIf(!isRoot)('refuses what belongs to another user', () => {
    const path = fileWith('a');
    chownSync(path, 12345, 12345);
    expect(refusalOf(path)).toBe("expected a file of root's, found one of user 12345's; change its owner");
  });
});
