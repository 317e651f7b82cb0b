import { malformed, type Parsed } from '../parsed.ts';
import { parseObject, textOf } from './json.ts';
import type { Registration } from './registration.ts';

/**
 * The name of the file in the vault's store that holds a node's registration, from the vault's manifest: a JSON
 * object of keys and paths. Only the last step of the path counts, so that it leads nowhere but into the store.
 */
export function registrationFileIn(manifest: string): Parsed<string> {
  const parsed = parseObject(manifest);
  if (!parsed.ok) return parsed;
  const path = textOf(parsed.value.RegistrationKey) ?? textOf(parsed.value.EC2RegistrationKey);
  const name = path?.split(/[\\/]/).at(-1) ?? '';
  return /^\w{1,64}$/.test(name) ? { ok: true, value: name } : malformed('it names no registration');
}

/** Longest value of a field that is read. */
const LONGEST = 300;

/**
 * Node id and region out of a registration. The same object holds the node's private key, so it is not parsed: no
 * more than the two values is ever turned into text.
 */
export function registrationOf(bytes: Uint8Array): Parsed<Registration> {
  const instanceId = fieldIn(bytes, 'instanceID');
  if (instanceId === null) return malformed('instanceID is missing');
  return { ok: true, value: { instanceId, region: fieldIn(bytes, 'region') } };
}

function fieldIn(bytes: Uint8Array, name: string): string | null {
  const key = new TextEncoder().encode(`"${name}"`);
  for (let at = bytes.indexOf(0x22); at !== -1; at = bytes.indexOf(0x22, at + 1)) {
    if (!key.every((byte, index) => bytes[at + index] === byte)) continue;
    return valueAt(bytes, at + key.length);
  }
  return null;
}

/** The text in quotes after a colon. */
function valueAt(bytes: Uint8Array, from: number): string | null {
  const isBlank = (byte: number | undefined) =>
    byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
  let at = from;
  while (isBlank(bytes[at])) at += 1;
  if (bytes[at] !== 0x3a) return null;
  at += 1;
  while (isBlank(bytes[at])) at += 1;
  if (bytes[at] !== 0x22) return null;
  const end = bytes.indexOf(0x22, at + 1);
  if (end <= at + 1 || end - at > LONGEST) return null;
  return new TextDecoder().decode(bytes.subarray(at + 1, end));
}
