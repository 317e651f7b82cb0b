import { readSmallText } from '../../platform/small-text.ts';
import type { Scene } from '../scene.ts';

/** A process of the agent. */
export interface AgentProcess {
  readonly pid: number;
  readonly role: 'core' | 'worker' | 'document-worker' | 'session-worker';
  /** User id; null where it is not told. */
  readonly uid: number | null;
  /** Milliseconds since 1970, UTC. */
  readonly startedAt: number | null;
  /** Null where only root may read it. */
  readonly environment: ReadonlyMap<string, string> | null;
}

/** The kernel keeps 15 characters of a name (TASK_COMM_LEN). */
const ROLES: ReadonlyMap<string, AgentProcess['role']> = new Map([
  ['amazon-ssm-agen', 'core'],
  ['ssm-agent-worke', 'worker'],
  ['ssm-document-wo', 'document-worker'],
  ['ssm-session-wor', 'session-worker'],
]);
const SMALL = 4096;
const LARGEST_ENVIRONMENT = 64 * 1024;
/** Of the clock that processes are timed by, in /proc on every architecture of Linux (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** What runs of the agent, from /proc; null where there is none to look at. */
export function agentProcesses(scene: Scene): Promise<readonly AgentProcess[] | null> {
  return scene.once('agent-processes', () => lookAt(scene));
}

function lookAt(scene: Scene): readonly AgentProcess[] | null {
  const { machine } = scene;
  const names = machine.platform === 'linux' ? scene.names('/proc') : null;
  const pids = names?.filter((name) => /^\d+$/.test(name)) ?? [];
  if (pids.length === 0) return null;
  const folder = scene.agent.native('/proc');
  const read = (pid: string, name: string, most = SMALL): string | null => {
    const file = readSmallText(machine.files, `${folder}/${pid}/${name}`, most);
    return file.kind === 'text' ? file.text : null;
  };
  const bootedAt = bootTimeIn(read('.', 'stat', LARGEST_ENVIRONMENT));
  return pids.flatMap((pid): AgentProcess[] => {
    const role = ROLES.get(read(pid, 'comm')?.trim() ?? '');
    if (role === undefined) return [];
    const environ = role === 'core' || role === 'worker' ? read(pid, 'environ', LARGEST_ENVIRONMENT) : null;
    return [
      {
        pid: Number(pid),
        role,
        uid: uidIn(read(pid, 'status')),
        startedAt: startIn(read(pid, 'stat'), bootedAt),
        environment: environ === null ? null : variablesIn(environ),
      },
    ];
  });
}

function bootTimeIn(stat: string | null): number | null {
  const seconds = /^btime (\d+)$/m.exec(stat ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

/** Field 22 of proc_pid_stat(5), counted from behind the name, which may hold anything. */
function startIn(stat: string | null, bootedAt: number | null): number | null {
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const ticks = Number(fields[19]);
  return bootedAt === null || !(ticks >= 0) ? null : bootedAt + (ticks / TICKS_PER_SECOND) * 1000;
}

function uidIn(status: string | null): number | null {
  const uid = /^Uid:\s+(\d+)/m.exec(status ?? '')?.[1];
  return uid === undefined ? null : Number(uid);
}

function variablesIn(environ: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const entry of environ.split('\0')) {
    const at = entry.indexOf('=');
    if (at > 0) variables.set(entry.slice(0, at), entry.slice(at + 1));
  }
  return variables;
}
