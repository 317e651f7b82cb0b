import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { isThere } from '../facts/installed.ts';
import { LOCK_FILES, type PackageLock, packageLocks } from '../facts/package-locks.ts';
import type { Scene } from '../scene.ts';

/** Who keeps the package manager to himself. */
export const PACKAGE_LOCK: Check = check({
  name: 'package-lock',
  title: 'Locks of the package manager',
  platforms: ['linux'],
  sees: { PKG_LOCK_HELD: 'either-way' },
  gather: packageLocks,
  judge: judgeLocks,
});

export function judgeLocks(locks: readonly PackageLock[] | null): Judgement {
  if (locks === null) return { status: 'not-readable', summary: '/proc/locks is not there to be read' };
  const [first] = locks;
  if (first === undefined)
    return { status: 'ok', summary: 'no package manager is at work', places: LOCK_FILES };
  const holder = `process ${first.pid}${first.program === null ? '' : ` (${first.program})`}`;
  return {
    status: 'failed',
    cause: 'PKG_LOCK_HELD',
    summary: `${first.path} is held by ${holder}; a patch run has to wait for it`,
    places: locks.map(({ path }) => path),
    facts: factsOf(
      Object.fromEntries(locks.map(({ path, pid, program }) => [path, `${pid} ${program ?? ''}`.trim()])),
    ),
    remedy: [
      {
        step: `ps -o pid,lstart,args -p ${first.pid} shows what it does and since when`,
        effect: 'read-only',
      },
    ],
  };
}

/** Whether dpkg was interrupted, and has to be told to go on. */
export const PACKAGE_STATE: Check = check<readonly string[] | null>({
  name: 'package-state',
  title: 'State of dpkg',
  platforms: ['linux'],
  sees: { PKG_DPKG_INTERRUPTED: 'either-way' },
  gather: (scene) => {
    if (!isThere(scene, '/var/lib/dpkg')) return null;
    // dpkg numbers what it has not yet put into its status.
    return (scene.names('/var/lib/dpkg/updates') ?? []).filter((name) => /^\d+$/.test(name));
  },
  judge: judgeDpkg,
});

export function judgeDpkg(unfinished: readonly string[] | null): Judgement {
  if (unfinished === null) return { status: 'not-applicable', summary: 'packages are not kept by dpkg' };
  if (unfinished.length === 0) return { status: 'ok', summary: 'dpkg has finished what it began' };
  return {
    status: 'failed',
    cause: 'PKG_DPKG_INTERRUPTED',
    summary: `dpkg was interrupted: ${unfinished.length} unfinished steps in /var/lib/dpkg/updates`,
  };
}

interface Tools {
  readonly python: string | null;
  /** Tools that the patch document cannot do without, and that are not there. */
  readonly missing: readonly string[];
}

/** On root's path (the agent has one of its own, which is no shorter). */
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const PYTHONS = ['python3', 'python2', 'python2.7', 'python', 'python2.6'];
const PLATFORM_PYTHON = '/usr/libexec/platform-python';

/** What AWS-RunPatchBaseline starts with: an interpreter, something to download and something to unpack. */
export const PATCH_TOOLS: Check = check<Tools>({
  name: 'patch-tools',
  title: 'Python and tools of the patch document',
  platforms: ['linux'],
  // Which Python and which tools a run needs, its package manager and its document say.
  sees: { HOST_PYTHON_MISSING: 'failing-only', HOST_TOOL_MISSING: 'failing-only' },
  gather: (scene): Tools => {
    const found = [...PYTHONS.map((name) => toolAt(scene, name)), platformPython(scene)];
    const hasDownloader = toolAt(scene, 'curl') !== null || toolAt(scene, 'wget') !== null;
    return {
      python: found.find((path) => path !== null) ?? null,
      missing: [
        ...(hasDownloader ? [] : ['curl or wget']),
        ...(toolAt(scene, 'tar') === null ? ['tar'] : []),
      ],
    };
  },
  judge: judgeTools,
});

function toolAt(scene: Scene, name: string): string | null {
  return FOLDERS.map((folder) => `${folder}/${name}`).find((path) => isThere(scene, path)) ?? null;
}

function platformPython(scene: Scene): string | null {
  return isThere(scene, PLATFORM_PYTHON) ? PLATFORM_PYTHON : null;
}

export function judgeTools({ python, missing }: Tools): Judgement {
  if (python === null)
    return { status: 'failed', cause: 'HOST_PYTHON_MISSING', summary: 'no Python is on the path of root' };
  const facts = factsOf({ python });
  if (missing.length === 0)
    return { status: 'ok', summary: `the patch document finds ${python} and its tools`, facts };
  return {
    status: 'failed',
    cause: 'HOST_TOOL_MISSING',
    summary: `the patch document needs ${missing.join(' and ')}`,
    facts,
  };
}
