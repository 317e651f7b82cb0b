import { parseRegistryValues, type RegistryValue } from '../../../parsers/host/reg-query.ts';
import { variable } from '../../platform/environment.ts';
import type { Scene } from '../scene.ts';

/** A program of Windows itself, by its name. */
export function systemProgram({ machine }: Scene, name: string): string {
  return `${variable(machine.environment, 'SYSTEMROOT') ?? 'C:\\Windows'}\\System32\\${name}`;
}

/** A key of the registry: its values, that it is not there, or that nobody could be asked. */
export type RegistryKey =
  | { readonly kind: 'values'; readonly values: ReadonlyMap<string, RegistryValue> }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string };

export async function registryKey(scene: Scene, key: string): Promise<RegistryKey> {
  if (scene.programs === null)
    return { kind: 'unknown', why: 'the registry of the files at --root is not that of the running system' };
  const end = await scene.programs.run(systemProgram(scene, 'reg.exe'), ['query', key], scene.signal);
  if (end.kind !== 'ended') return { kind: 'unknown', why: `reg.exe did not answer (${end.kind})` };
  // It says 1 both for what is not there and for what may not be read; only the words tell, in the system's language.
  return end.status === 0 ? { kind: 'values', values: parseRegistryValues(end.stdout) } : { kind: 'absent' };
}
