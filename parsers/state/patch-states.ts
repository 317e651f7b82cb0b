import { malformed, type Parsed } from '../parsed.ts';
import { numberOf, objectOf, parseObject, textOf } from './json.ts';
import { fromEpochSeconds } from './time.ts';

/** A patch that is, or waits for a reboot to be, installed. Missing and failed ones are not in the file. */
export interface PatchState {
  /** With the version: `name.arch:version` (apt), `name.arch:epoch:version-release`, `NAME.VERSION` (macOS). */
  readonly title: string;
  /** `name.arch`, on macOS the name. */
  readonly id: string | null;
  /** `Installed`, `InstalledOther`, `InstalledRejected`, `InstalledPendingReboot`. */
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
  const states = objectOf(parsed.value.patchStates);
  if (states === null) return malformed('patchStates is missing');
  const patches: PatchState[] = [];
  for (const [title, value] of Object.entries(states)) {
    const fields = objectOf(value);
    const state = textOf(fields?.state);
    if (fields === null || state === null) continue;
    patches.push({
      title,
      id: textOf(fields.id),
      state,
      installedAt: fromEpochSeconds(numberOf(fields.installedTime)),
    });
  }
  const lastNoRebootInstallAt = fromEpochSeconds(numberOf(parsed.value.lastNoRebootInstallOperationTime));
  return { ok: true, value: { patches, lastNoRebootInstallAt } };
}
