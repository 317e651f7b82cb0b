import { type Mount, parseMounts } from '../../parsers/host/mountinfo.ts';
import type { Files } from '../platform/files.ts';
import type { Programs } from '../platform/programs.ts';
import { readSmallText } from '../platform/small-text.ts';

/** Milliseconds that a file system has to say how much room it has. */
const PATIENCE = 700;
/** Kinds of file systems that lie behind something that may be gone: a server, or a program. */
const REMOTE = /^(?:nfs|cifs|smb|fuse|9p|ceph|lustre|gluster|afs|gfs|ocfs|virtiofs|beegfs|davfs)/;
/** One that a program of the system itself serves, on every desktop. */
const LOCAL = /^fuse(?:ctl$|blk$|\.(?:portal|gvfsd-fuse|snapfuse)$)/;
const STAT = '/usr/bin/stat';

/**
 * The mounts of this system that do not answer: whoever looks at one waits for ever, and cannot be told to stop. So
 * another program looks, at those alone that lie behind a server or a program.
 */
export async function silentMounts(files: Files, programs: Programs): Promise<readonly Mount[]> {
  const list = readSmallText(files, '/proc/self/mountinfo');
  if (list.kind !== 'text') return [];
  const remote = parseMounts(list.text).filter(({ type }) => REMOTE.test(type) && !LOCAL.test(type));
  const answers = await Promise.all(remote.map(({ point }) => isSilent(point, programs)));
  return remote.filter((_mount, index) => answers[index]);
}

async function isSilent(point: string, programs: Programs): Promise<boolean> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const end = await programs.run(STAT, ['--file-system', '--', point], stop.signal);
  clearTimeout(timer);
  return end.kind === 'stopped';
}
