import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { isThere } from '../facts/installed.ts';
import { newerKernel } from '../facts/kernels.ts';
import { registryKey } from '../facts/windows.ts';
import type { Scene } from '../scene.ts';

/** One place that may ask for a restart. */
export interface RebootSign {
  readonly place: string;
  readonly says: 'restart' | 'nothing' | 'unknown';
  readonly detail: string;
}

/** Whether the system waits for a restart, as each one says it. */
export const REBOOT: Check = check<readonly RebootSign[]>({
  name: 'reboot',
  title: 'Pending restart',
  limit: 6000,
  gather: (scene, signal) => ({ linux, macos, windows })[scene.machine.platform](scene, signal),
  judge: judgeReboot,
});

export function judgeReboot(signs: readonly RebootSign[]): Judgement {
  const facts = factsOf(Object.fromEntries(signs.map(({ place, says, detail }) => [place, detail || says])));
  const asking = signs.filter(({ says }) => says === 'restart');
  if (asking.length > 0) {
    const why = asking.map(({ place, detail }) => (detail === '' ? place : `${place}: ${detail}`)).join('; ');
    return {
      status: 'failed',
      cause: 'HOST_REBOOT_PENDING',
      summary: `the system waits for a restart (${why})`,
      facts,
    };
  }
  if (signs.every(({ says }) => says === 'unknown'))
    return { status: 'not-readable', summary: 'nothing here tells whether a restart is due', facts };
  return { status: 'ok', summary: 'no restart is due', facts };
}

const MARKS = ['/run/reboot-required', '/var/run/reboot-required', '/run/reboot-needed'];
const NEEDS_RESTARTING = '/usr/bin/needs-restarting';

async function linux(scene: Scene, signal: AbortSignal): Promise<RebootSign[]> {
  const mark = MARKS.find((path) => isThere(scene, path));
  const packages = scene.text('/run/reboot-required.pkgs', 4096);
  const named = packages.kind === 'text' ? [...new Set(packages.text.trim().split(/\s+/))].slice(0, 4) : [];
  const marked: RebootSign = mark
    ? { place: mark, says: 'restart', detail: named.join(', ') }
    : { place: 'reboot-required', says: hasMarks(scene) ? 'nothing' : 'unknown', detail: '' };
  return [marked, kernelSign(scene), ...(await needsRestarting(scene, signal))];
}

/** Debian and SUSE leave a mark. */
function hasMarks(scene: Scene): boolean {
  return isThere(scene, '/etc/debian_version') || isThere(scene, '/etc/SUSE-brand');
}

function kernelSign(scene: Scene): RebootSign {
  const place = 'running kernel';
  const running = scene.text('/proc/sys/kernel/osrelease', 256);
  const installed = scene.names('/lib/modules');
  if (running.kind !== 'text' || installed === null) return { place, says: 'unknown', detail: '' };
  const now = running.text.trim();
  const newer = newerKernel(now, installed);
  // A container shares a kernel that it has no modules of.
  if (!installed.includes(now)) return { place, says: 'unknown', detail: `${now}, not installed here` };
  return newer === null
    ? { place, says: 'nothing', detail: now }
    : { place, says: 'restart', detail: `${now} runs, ${newer} is installed` };
}

/** Of yum-utils and dnf: 1 where a restart is due. */
async function needsRestarting(scene: Scene, signal: AbortSignal): Promise<RebootSign[]> {
  if (!isThere(scene, NEEDS_RESTARTING)) return [];
  const end = await scene.programs?.run(NEEDS_RESTARTING, ['-r'], signal);
  if (end === undefined || end.kind === 'absent') return [];
  const place = 'needs-restarting -r';
  if (end.kind !== 'ended') return [{ place, says: 'unknown', detail: end.kind }];
  if (end.status === 0) return [{ place, says: 'nothing', detail: '' }];
  const isDue = end.status === 1 && /reboot/i.test(`${end.stdout}${end.stderr}`);
  return [{ place, says: isDue ? 'restart' : 'unknown', detail: isDue ? '' : `status ${end.status}` }];
}

const SESSION = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager';
const SOFTWARE = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
const KEYS = [
  `${SOFTWARE}\\Component Based Servicing\\RebootPending`,
  `${SOFTWARE}\\WindowsUpdate\\Auto Update\\RebootRequired`,
];

async function windows(scene: Scene): Promise<RebootSign[]> {
  const keys = KEYS.map(async (key): Promise<RebootSign> => {
    const place = key.split('\\').at(-1) ?? key;
    const found = await registryKey(scene, key);
    if (found.kind === 'unknown') return { place, says: 'unknown', detail: found.why };
    return { place, says: found.kind === 'values' ? 'restart' : 'nothing', detail: '' };
  });
  const session = registryKey(scene, SESSION).then((found): RebootSign => {
    const place = 'PendingFileRenameOperations';
    if (found.kind !== 'values') return { place, says: 'unknown', detail: '' };
    const isSet = Boolean(found.values.get('pendingfilerenameoperations'));
    return { place, says: isSet ? 'restart' : 'nothing', detail: '' };
  });
  return Promise.all([...keys, session]);
}

/** What it knows from its last look; a new one would ask Apple, and take minutes. */
async function macos(scene: Scene, signal: AbortSignal): Promise<RebootSign[]> {
  const place = 'softwareupdate --list --no-scan';
  const end = await scene.programs?.run('/usr/sbin/softwareupdate', ['--list', '--no-scan'], signal);
  if (end?.kind !== 'ended') return [{ place, says: 'unknown', detail: end?.kind ?? '' }];
  const isDue = /Action: restart|\[restart\]/i.test(end.stdout);
  return [{ place, says: isDue ? 'restart' : 'nothing', detail: '' }];
}
