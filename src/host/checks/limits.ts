import { type Memory, parseMemory } from '../../../parsers/host/meminfo.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { bytesText } from './disk.ts';

interface Inotify {
  /** The system's code for one more watch; null where it works, `skipped` where it would tell of another user. */
  readonly refusal: string | null | 'skipped';
  readonly maxWatches: string | null;
  readonly maxInstances: string | null;
}

/** Whether the agent could wait for one more file. */
export const INOTIFY: Check = check<Inotify>({
  name: 'inotify',
  title: 'inotify watches and instances',
  platforms: ['linux'],
  sees: { HOST_INOTIFY_LIMIT: 'either-way' },
  gather: (scene): Inotify => {
    const limit = (name: string): string | null => {
      const file = scene.text(`/proc/sys/fs/inotify/${name}`, 64);
      return file.kind === 'text' ? file.text.trim() : null;
    };
    const folder = scene.path(scene.agent.layout.data[0] ?? '/');
    const isTried = scene.isPrivileged && scene.programs !== null;
    const tried = isTried ? scene.watches.tryOn(folder) : 'skipped';
    return {
      refusal: tried === 'ENOENT' ? scene.watches.tryOn(scene.machine.root) : tried,
      maxWatches: limit('max_user_watches'),
      maxInstances: limit('max_user_instances'),
    };
  },
  judge: judgeInotify,
});

/** ENOSPC: no more watches. EMFILE: no more instances, or no more open files. */
const EXHAUSTED = new Set(['ENOSPC', 'EMFILE']);

export function judgeInotify({ refusal, maxWatches, maxInstances }: Inotify): Judgement {
  const facts = factsOf({ max_user_watches: maxWatches, max_user_instances: maxInstances });
  if (refusal === 'skipped')
    return {
      status: 'not-readable',
      summary: 'the limit counts for each user; run as root, as the agent does',
      facts,
    };
  if (refusal === null) return { status: 'ok', summary: 'a further watch can be made', facts };
  if (!EXHAUSTED.has(refusal))
    return { status: 'not-readable', summary: `a watch could not be tried (${refusal})`, facts };
  return {
    status: 'failed',
    cause: 'HOST_INOTIFY_LIMIT',
    summary: `root has no inotify ${refusal === 'ENOSPC' ? 'watches' : 'instances'} left (${refusal})`,
    facts,
  };
}

/** Less is not enough to start the agent's worker and a package manager. */
const LEAST_MEMORY = 64 * 1024 * 1024;

/** Memory and swap. */
export const MEMORY: Check = check<Memory | null>({
  name: 'memory',
  title: 'Memory and swap',
  platforms: ['linux'],
  sees: { HOST_OUT_OF_MEMORY: 'failing-only' },
  gather: (scene) => {
    const file = scene.text('/proc/meminfo', 16 * 1024);
    return file.kind === 'text' ? parseMemory(file.text) : null;
  },
  judge: judgeMemory,
});

export function judgeMemory(memory: Memory | null): Judgement {
  if (memory === null) return { status: 'not-readable', summary: '/proc/meminfo is not there to be read' };
  const { total, available, swapTotal, swapFree } = memory;
  const facts = factsOf({
    memory: `${bytesText(available)} of ${bytesText(total)} available`,
    swap: swapTotal === 0 ? 'none' : `${bytesText(swapFree)} of ${bytesText(swapTotal)} free`,
  });
  if (available + swapFree >= LEAST_MEMORY)
    return { status: 'ok', summary: `${bytesText(available)} of ${bytesText(total)} are available`, facts };
  return {
    status: 'failed',
    cause: 'HOST_OUT_OF_MEMORY',
    summary: `only ${bytesText(available)} of memory and ${bytesText(swapFree)} of swap are left`,
    facts,
  };
}

interface OpenFiles {
  readonly open: number;
  readonly most: number;
}

/** Files that the whole system has open. */
export const OPEN_FILES: Check = check<OpenFiles | null>({
  name: 'open-files',
  title: 'Open files of the system',
  platforms: ['linux'],
  sees: { HOST_OPEN_FILES_LIMIT: 'failing-only' },
  gather: (scene) => {
    const file = scene.text('/proc/sys/fs/file-nr', 128);
    const [open, , most] = file.kind === 'text' ? file.text.trim().split(/\s+/).map(Number) : [];
    return open === undefined || most === undefined ? null : { open, most };
  },
  judge: judgeOpenFiles,
});

export function judgeOpenFiles(files: OpenFiles | null): Judgement {
  if (files === null)
    return { status: 'not-readable', summary: '/proc/sys/fs/file-nr is not there to be read' };
  const { open, most } = files;
  const facts = factsOf({ open, most });
  if (open < most * 0.98) return { status: 'ok', summary: `${open} of ${most} files are open`, facts };
  return {
    status: 'failed',
    cause: 'HOST_OPEN_FILES_LIMIT',
    summary: `${open} of ${most} files are open, and nobody can open many more`,
    facts,
  };
}
