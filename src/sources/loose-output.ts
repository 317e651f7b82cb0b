import type { StepOutput } from './source.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const RUN_ID = /^\d{4}-\d{2}-\d{2}T/;
const STREAM = /[._-]?(stdout|stderr)(?:Console)?\b/i;
const EXTENSION = /\.(?:txt|log|out|gz)$/i;

/**
 * The run that a loose file of output belongs to, as far as its path tells (`shown`, and the name of the folder that
 * was given as the root). Without a command id, files of one folder with one stem are one run:
 * `PatchLinux-stdout.txt` and `PatchLinux-stderr.txt`.
 */
export function looseOutput(shown: string, rootName: string): StepOutput {
  const parts = [rootName, ...shown.split('/').slice(1)];
  const file = parts.pop() ?? '';
  const stream = STREAM.exec(file)?.[1]?.toLowerCase() === 'stderr' ? 'stderr' : 'stdout';
  const stem = file.replace(STREAM, '').replace(EXTENSION, '').replace(EXTENSION, '');
  const pluginAt = parts.findLastIndex((part) => /^aws[A-Za-z]/.test(part));
  const plugin = parts[pluginAt] ?? '';
  const step = pluginAt < 0 ? stem : (parts.slice(pluginAt + 1).at(-1) ?? '');
  const documentId = parts.find((part) => UUID.test(part));
  if (documentId !== undefined) {
    return { documentId, runId: parts.find((part) => RUN_ID.test(part)) ?? null, plugin, step, stream };
  }
  const folder = parts.slice(1, pluginAt < 0 ? undefined : pluginAt);
  const name = [...folder, ...(stem === '' ? [] : [stem])].join('/');
  return { documentId: name === '' ? 'output' : name, runId: null, plugin, step, stream };
}
