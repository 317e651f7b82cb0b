import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readTrustedTexts, type TrustLimits } from '../../src/platform/trusted-texts.ts';

const LIMITS: TrustLimits = { named: /\.yaml$/, size: 100, files: 3, onlyOwners: true };
const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o644 });
  return folder;
}

function refusalsOf(path: string, limits = LIMITS): string[] {
  return readTrustedTexts(path, limits).refusals.map(
    ({ path: at, message }) => `${at.replace(path, '')} ${message}`,
  );
}

describe('readTrustedTexts', () => {
  test('gives the files of a folder with such names, in order, and nothing of its subfolders', () => {
    const folder = folderWith({ 'b.yaml': 'b', 'a.yaml': 'a', 'c.txt': 'c' });
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'd.yaml'), 'd');
    expect(readTrustedTexts(folder, LIMITS)).toEqual({
      texts: [
        { path: join(folder, 'a.yaml'), text: 'a' },
        { path: join(folder, 'b.yaml'), text: 'b' },
      ],
      refusals: [],
    });
  });

  test('gives one file that is named, whatever its name', () => {
    const path = join(folderWith({ rules: 'x' }), 'rules');
    expect(readTrustedTexts(path, LIMITS).texts).toEqual([{ path, text: 'x' }]);
  });

  test.skipIf(isWindows)('follows a link to the folder, and none in it', () => {
    const folder = folderWith({ 'a.yaml': 'a' });
    symlinkSync('/etc/passwd', join(folder, 'b.yaml'));
    const link = join(folderWith({}), 'link');
    symlinkSync(folder, link);
    expect(readTrustedTexts(link, LIMITS).texts).toEqual([{ path: join(link, 'a.yaml'), text: 'a' }]);
    expect(refusalsOf(folder)).toEqual([
      '/b.yaml expected a file, found a link, which is not followed; put the file itself here',
    ]);
  });

  test.skipIf(isWindows)('refuses what others may write, and says so', () => {
    const folder = folderWith({ 'a.yaml': 'a', 'b.yaml': 'b' });
    chmodSync(join(folder, 'a.yaml'), 0o666);
    expect(refusalsOf(folder)).toEqual([
      '/a.yaml expected a file that only its owner may write, found mode 0666; run chmod go-w on it',
    ]);
    expect(refusalsOf(folder, { ...LIMITS, onlyOwners: false })).toEqual([]);
    chmodSync(folder, 0o777);
    expect(refusalsOf(folder)).toEqual([
      ' expected a folder that only its owner may write, found mode 0777; run chmod go-w on it',
    ]);
    expect(readTrustedTexts(folder, LIMITS).texts).toEqual([]);
  });

  test.skipIf(isWindows)('refuses what lies in a folder that others may write and rename in', () => {
    const above = folderWith({});
    const folder = join(above, 'rules.d');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.yaml'), 'a', { mode: 0o644 });
    chmodSync(above, 0o777);
    expect(readTrustedTexts(folder, LIMITS).refusals[0]?.message).toMatch(
      /^expected a folder that only its owner/,
    );
    chmodSync(above, 0o1777);
    expect(readTrustedTexts(folder, LIMITS).refusals).toEqual([]);
  });

  test.skipIf(!isRoot)('refuses what belongs to another user', () => {
    const folder = folderWith({ 'a.yaml': 'a' });
    chownSync(join(folder, 'a.yaml'), 65_534, 0);
    expect(refusalsOf(folder)).toEqual([
      "/a.yaml expected a file of root's, found one of user 65534's; change its owner",
    ]);
  });

  test('refuses what is too large, too many, no text, or no file', () => {
    const folder = folderWith({ 'a.yaml': 'a'.repeat(101), 'b.yaml': 'b' });
    writeFileSync(join(folder, 'b.yaml'), Buffer.from([0xff, 0xfe]));
    mkdirSync(join(folder, 'c.yaml'));
    const refusals = refusalsOf(folder);
    expect(refusals[0]).toBe('/a.yaml expected at most 100 bytes, found 101; divide it');
    expect(refusals[1]).toBe('/b.yaml expected UTF-8 text, found other bytes');
    expect(refusals).toHaveLength(3);
    writeFileSync(join(folder, 'd.yaml'), 'd');
    expect(refusalsOf(folder)).toEqual([' expected at most 3 files, found 4; put several rules in one']);
  });

  test('says so where there is nothing', () => {
    expect(refusalsOf(join(folderWith({}), 'none'))).toEqual([' there is nothing here; check the path']);
  });
});
