import { readdirSync, readFileSync } from 'node:fs';

/** Why processes cannot be looked into here, or null. */
export function whyNoFigures(): string | null {
  try {
    processorTime(process.pid);
    return null;
  } catch {
    return 'what a process uses is read from /proc of Linux, which is not here';
  }
}

/** Processor time that the threads which a process has now have used, in milliseconds; the system counts finely. */
export function processorTime(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6;
}

/** Memory that is the process's own, not a file's, in bytes. */
export function privateMemory(pid: number): number {
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** Inotify watches that a process holds, in all its instances. */
export function inotifyWatches(pid: number): number {
  const folder = `/proc/${pid}/fdinfo`;
  const counts = readdirSync(folder).map(
    (name) => readFileSync(`${folder}/${name}`, 'utf8').match(/^inotify wd:/gm)?.length ?? 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
