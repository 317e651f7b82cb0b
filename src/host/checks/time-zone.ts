import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { registryKey } from '../facts/windows.ts';
import type { Scene } from '../scene.ts';

/** The zone of the machine; null where none is set. */
type Zone =
  | { readonly kind: 'zone'; readonly name: string; readonly also: string | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string };

/** The zone that logs of package managers and schedules of patching are in. */
export const TIME_ZONE: Check = check<Zone>({
  name: 'time-zone',
  title: 'Time zone',
  weight: 'optional',
  gather: (scene) => (scene.machine.platform === 'windows' ? ofWindows(scene) : ofUnix(scene)),
  judge: judgeZone,
});

/** A link, or on some systems a copy, of a file of the zone database. */
function ofUnix(scene: Scene): Zone {
  const path = scene.path('/etc/localtime');
  const name = /\/zoneinfo(?:\.default)?\/(?:posix\/|right\/)?(.+)$/.exec(path)?.[1];
  const named = scene.text('/etc/timezone', 256);
  const also = named.kind === 'text' ? named.text.trim() : null;
  if (name !== undefined) return { kind: 'zone', name, also: also === '' ? null : also };
  if (also !== null && also !== '') return { kind: 'zone', name: also, also: null };
  const file = scene.text('/etc/localtime', 64 * 1024);
  if (file.kind === 'absent') return { kind: 'none' };
  return { kind: 'unknown', why: '/etc/localtime is a copy, which does not tell of which zone' };
}

async function ofWindows(scene: Scene): Promise<Zone> {
  const key = await registryKey(scene, 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation');
  if (key.kind === 'unknown') return key;
  const name = key.kind === 'values' ? String(key.values.get('timezonekeyname') ?? '') : '';
  return name === '' ? { kind: 'none' } : { kind: 'zone', name, also: null };
}

export function judgeZone(zone: Zone): Judgement {
  if (zone.kind === 'unknown') return { status: 'not-readable', summary: zone.why };
  if (zone.kind === 'none') return { status: 'ok', summary: 'no zone is set, so that it is UTC' };
  const { name, also } = zone;
  const facts = factsOf({ zone: name, '/etc/timezone': also });
  if (also === null || also === name || isUtc(also, name))
    return { status: 'ok', summary: `the zone is ${name}`, facts };
  return {
    status: 'failed',
    cause: null,
    summary: `/etc/localtime is of ${name}, /etc/timezone says ${also}: programs differ about the time of day`,
    facts,
    remedy: [{ step: `timedatectl set-timezone ${name} sets both`, effect: 'changes-node' }],
  };
}

const UTC = /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu|GMT|Greenwich)$/;

function isUtc(...names: readonly string[]): boolean {
  return names.every((name) => UTC.test(name));
}
