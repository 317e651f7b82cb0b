import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { discover } from '../../src/sources/discover.ts';
import type { Discovery, DiscoveryOptions } from '../../src/sources/source.ts';

export const NODE = 'i-0synthetic0000001';
export const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
export const ASSOCIATION = '22222222-aaaa-4bbb-8ccc-000000000002';
export const RUN_ID = '2026-11-20T03-12-00.123Z';

const made: string[] = [];
afterAll(() => {
  for (const root of made) rmSync(root, { recursive: true, force: true });
});

/** Writes files into a new temporary folder, which goes when the tests end; a text may carry its time. */
export function writeTree(
  tree: Readonly<Record<string, string | Uint8Array | { text: string; at: string }>>,
): string {
  const root = mkdtempSync(join(tmpdir(), 'sources-'));
  made.push(root);
  for (const [path, content] of Object.entries(tree)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    const isTimed = typeof content === 'object' && 'text' in content;
    writeFileSync(file, isTimed ? content.text : content);
    if (isTimed) utimesSync(file, new Date(content.at), new Date(content.at));
  }
  return root;
}

export function discoverIn(
  root: string,
  platform: DiscoveryOptions['platform'] = 'linux',
  options: Partial<DiscoveryOptions> = {},
): Discovery {
  const files = confinedFiles(nodeFiles(), root);
  return discover({ files, root, platform, since: null, maxRuns: 1000, ...options });
}

/** `kind shown` of each source, in order. */
export function linesOf(discovery: Discovery): string[] {
  return discovery.sources.map((source) => `${source.kind} ${source.shown}`);
}

/** `reason file` of what was left out. */
export function skipsOf(discovery: Discovery): string[] {
  return discovery.skipped.map((coverage) => `${coverage.reason} ${coverage.file}`);
}
