import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import type { Machine } from '../../src/platform/machine.ts';
import type { Network } from '../../src/platform/network.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { nodeNetwork } from '../../src/platform/node-network.ts';
import { readOwnedText } from '../../src/platform/owned-text.ts';

export const NOW = Date.UTC(2026, 10, 25, 8);
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Text of files by their paths below the root, with forward slashes; with a mode where it matters. */
export type MachineFiles = Readonly<
  Record<string, string | { readonly text: string; readonly mode: number }>
>;

/** A machine whose files lie in a new folder, and whose network ends at the loopback. It is on no EC2 unless told so. */
export function machineWith(files: MachineFiles, facts: Partial<Machine> = {}): Machine {
  const root = mkdtempSync(join(tmpdir(), 'machine-'));
  made.push(root);
  for (const [path, content] of Object.entries(files)) plant(root, path, content);
  return {
    platform: 'linux',
    root,
    files: confinedFiles(nodeFiles(), root),
    hostFiles: nodeFiles(),
    network: loopback(),
    processes: null,
    clock: () => NOW,
    readOwned: readOwnedText,
    ...facts,
    environment: { AWS_EC2_METADATA_DISABLED: 'true', ...facts.environment },
  };
}

/** Writes a file of a machine, or writes it anew. */
export function plant(root: string, path: string, content: MachineFiles[string]): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  const { text, mode } = typeof content === 'string' ? { text: content, mode: 0o600 } : content;
  writeFileSync(file, text);
  chmodSync(file, mode);
}

/** Variables of a machine whose metadata are at such an address. */
export function onInstance(url: string): Record<string, string | undefined> {
  return { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: url };
}

function loopback(): Network {
  return {
    request(question) {
      const { hostname } = new URL(question.url);
      if (hostname !== '127.0.0.1' && hostname !== '[::1]') throw new Error(`a test asks ${hostname}`);
      return nodeNetwork().request(question);
    },
  };
}
