import { join } from 'node:path';
import { type Files, FilesError } from '../../platform/files.ts';

/** A larger one would break the gathering by itself. */
const LARGEST = 3_072 * 1024;

/** Names in the folder that the agent takes for inventory, without our own; it does not look what they are. */
export function otherFiles(files: Files, folder: string, own: string): string[] {
  return files
    .list(folder)
    .filter((name) => name.endsWith('.json') && name !== own)
    .sort();
}

/** Those of them that hold the same type; of two the agent takes the first by name. */
export function ofSameType(files: Files, folder: string, names: readonly string[], type: string): string[] {
  return names.filter((name) => typeNameOf(files, join(folder, name)) === type);
}

/** Its type; null for what cannot be read, or is no inventory. Go takes keys in any case. */
function typeNameOf(files: Files, path: string): string | null {
  try {
    const value: unknown = JSON.parse(readText(files, path));
    if (typeof value !== 'object' || value === null) return null;
    const found = Object.entries(value).find(([key]) => key.toLowerCase() === 'typename');
    return typeof found?.[1] === 'string' ? found[1] : null;
  } catch (error) {
    if (error instanceof FilesError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function readText(files: Files, path: string): string {
  const file = files.open(path);
  try {
    const bytes = new Uint8Array(Math.min(file.entry.size, LARGEST));
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = file.read(bytes.subarray(length), length);
    return new TextDecoder().decode(bytes.subarray(0, length));
  } finally {
    file.close();
  }
}
