import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openPrivateFolder } from '../../src/platform/private-folder.ts';

const base = mkdtempSync(join(tmpdir(), 'private-folder-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a folder of its own', () => {
  it('is made with those above it, for its owner alone', () => {
    const path = join(base, 'a', 'b');
    openPrivateFolder(path);
    expect(lstatSync(path).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(base, 'a')).mode & 0o777).toBe(0o700);
  });

  it('is not made in place of a file, or below one', () => {
    const path = join(base, 'file');
    writeFileSync(path, '');
    expect(() => openPrivateFolder(path)).toThrow(`reports in at ${path}, found a file`);
    expect(() => openPrivateFolder(join(path, 'x'))).toThrow('found a file in place of a folder');
  });

  it('is not the one that a link leads to', () => {
    const path = join(base, 'link');
    symlinkSync(base, path);
    expect(() => openPrivateFolder(path)).toThrow(`found a link: ${path}`);
  });

  it.runIf(process.platform === 'linux')('is refused at once where the system takes none', () => {
    // In a process of its own: what does not come back cannot be interrupted.
    const script = `import('./src/platform/private-folder.ts').then((it) => it.openPrivateFolder('/proc/nowhere/state'))`;
    const { stderr, error } = spawnSync(process.execPath, ['-e', script], { timeout: 20_000 });
    expect(error).toBeUndefined();
    expect(stderr.toString()).toContain('found a place that takes no folders');
  });
});
