import { createHash } from 'node:crypto';
import { type EngineState, emptyState } from './model.ts';

/** Changes whenever a state of before would be misread. */
const VERSION = 2;

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A state as data that JSON can hold. */
export interface SavedState {
  readonly version: typeof VERSION;
  /** SHA-256 of the content as JSON, hexadecimal: tells a file that was cut or changed. */
  readonly digest: string;
  readonly content: Json;
}

export type LoadedState =
  | { readonly ok: true; readonly state: EngineState }
  /** `newer`: of another version of this program. `damaged`: no saved state, or not as it was saved. */
  | { readonly ok: false; readonly reason: 'newer' | 'damaged'; readonly detail: string };

/** What the engine knows, to be taken up again by `loadState`. */
export function saveState(state: EngineState): SavedState {
  const content = pack(state);
  return { version: VERSION, digest: digestOf(content), content };
}

/** The state that `value`, as JSON gives it back, was saved from. Never throws. */
export function loadState(value: unknown): LoadedState {
  const { version, digest, content } = isRecord(value) ? value : {};
  if (typeof version !== 'number' || typeof digest !== 'string') return damaged('it is no saved state');
  if (version !== VERSION) {
    return {
      ok: false,
      reason: 'newer',
      detail: `it has version ${version}, this program knows version ${VERSION}`,
    };
  }
  if (digestOf(content) !== digest) return damaged('its content is not what was saved');
  return { ok: true, state: { ...emptyState(), ...(unpack(content) as EngineState) } };
}

function damaged(detail: string): LoadedState {
  return { ok: false, reason: 'damaged', detail };
}

function digestOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(content) ?? '')
    .digest('hex');
}

/** Maps and sets become lists under a name that no object of the state has. */
function pack(value: unknown): Json {
  if (value instanceof Map)
    return { $map: Array.from(value, ([key, item]): Json => [key as Json, pack(item)]) };
  if (value instanceof Set) return { $set: Array.from(value, pack) };
  if (Array.isArray(value)) return value.map(pack);
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, pack(item)]));
  return value as Json;
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (!isRecord(value)) return value;
  const { $map, $set } = value;
  if (Array.isArray($map)) return new Map($map.map(([key, item]: [unknown, unknown]) => [key, unpack(item)]));
  if (Array.isArray($set)) return new Set($set.map(unpack));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unpack(item)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
