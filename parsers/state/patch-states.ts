import { malformed, type Parsed } from '../parsed.ts';
import { type JsonObject, memberOf, nameOf, numberOf, objectOf, objectsOf, parseObject } from './json.ts';
import { fromEpochSeconds, parseInstant } from './time.ts';

/** A patch with its state. The payloads of Linux leave out missing and failed ones. */
export interface PatchState {
  /** With the version: `name.arch:version` (apt), `name.arch:epoch:version-release`, `NAME.VERSION` (macOS). */
  readonly title: string;
  /** `name.arch`, on macOS the name. */
  readonly id: string | null;
  /** `Installed`, `InstalledOther`, `InstalledRejected`, `InstalledPendingReboot`; `Missing`, `Failed`. */
  readonly state: string;
  /** Milliseconds since 1970, UTC. */
  readonly installedAt: number | null;
}

export interface PatchStates {
  readonly patches: readonly PatchState[];
  /** Milliseconds since 1970, UTC; null for never. Negative or in the future when the file is corrupt. */
  readonly lastNoRebootInstallAt: number | null;
}

/** Parses `patch-states-configuration.json` (Windows: `PatchStatesConfiguration.json`, expected to be the same). */
export function parsePatchStates(text: string): Parsed<PatchStates> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const states = entriesOf(memberOf(parsed.value, 'patchStates'));
  if (states === null) return malformed('patchStates is missing');
  const lastNoReboot = memberOf(parsed.value, 'lastNoRebootInstallOperationTime');
  return {
    ok: true,
    value: { patches: states.flatMap(patchOf), lastNoRebootInstallAt: timeOf(lastNoReboot) },
  };
}

/** The patches by title: the keys of an object, or in a list what each entry calls itself. */
function entriesOf(states: unknown): [title: string, fields: JsonObject][] | null {
  if (Array.isArray(states)) {
    return objectsOf(states).map((fields) => {
      const title = nameOf(memberOf(fields, 'title')) ?? nameOf(memberOf(fields, 'id')) ?? '';
      return [title, fields];
    });
  }
  const byTitle = objectOf(states);
  if (byTitle === null) return null;
  return Object.entries(byTitle).flatMap(([title, value]) => {
    const fields = objectOf(value);
    return fields === null || nameOf(title) === null ? [] : [[title, fields]];
  });
}

function patchOf([title, fields]: [string, JsonObject]): PatchState[] {
  const state = nameOf(memberOf(fields, 'state'));
  if (state === null) return [];
  const id = nameOf(memberOf(fields, 'id'));
  return [{ title, id, state, installedAt: timeOf(memberOf(fields, 'installedTime')) }];
}

/** Epoch seconds, or a time as text. */
function timeOf(value: unknown): number | null {
  return fromEpochSeconds(numberOf(value)) ?? parseInstant(value);
}
