import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    bundleFolder: string;
  }
}

/** Where the first test that needs the bundle leaves it for the others; it goes when all have ended. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  // Some tests run it without the rights of root.
  chmodSync(folder, 0o755);
  provide('bundleFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
