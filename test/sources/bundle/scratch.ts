import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { afterEach } from 'vitest';
import type { Bundle } from '../../../src/sources/bundle/open-bundle.ts';

/** A temporary folder for one test file, emptied after each test. */
export function scratch(): { file(name: string, bytes: Uint8Array | string): string; parent(): string } {
  let root = '';
  afterEach(() => {
    if (root !== '') rmSync(root, { recursive: true, force: true });
    root = '';
  });
  const make = (): string => {
    if (root === '') {
      root = mkdtempSync(join(tmpdir(), 'bundle-test-'));
      mkdirSync(join(root, 'unpacked'));
    }
    return root;
  };
  return {
    file(name, bytes) {
      const path = join(make(), name);
      writeFileSync(path, bytes);
      return path;
    },
    parent: () => join(make(), 'unpacked'),
  };
}

/** Relative path and text of every file below the bundle's root. */
export function contentOf({ folder }: Bundle): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[relative(folder, path).replaceAll(sep, '/')] = readFileSync(path, 'utf8');
  }
  return found;
}
