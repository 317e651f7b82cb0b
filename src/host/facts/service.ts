import { parseJob } from '../../../parsers/host/launchctl-list.ts';
import { parseRegistryValues } from '../../../parsers/host/reg-query.ts';
import { parseServiceState } from '../../../parsers/host/sc-query.ts';
import { parseUnits, UNIT_PROPERTIES } from '../../../parsers/host/systemctl-show.ts';
import type { ProgramEnd } from '../../platform/programs.ts';
import type { Scene } from '../scene.ts';
import { agentProcesses } from './agent-processes.ts';
import { systemProgram } from './windows.ts';

/** The agent as a service of the system. */
export type Service =
  | {
      readonly kind: 'service';
      readonly manager: Manager;
      readonly name: string;
      readonly isRunning: boolean;
      /** In the words of the manager. */
      readonly state: string;
      /** Null where the manager does not say. */
      readonly startMode: 'automatic' | 'manual' | 'disabled' | null;
      /** Times that the manager started it again. */
      readonly restarts: number | null;
    }
  /** No manager knows it. */
  | { readonly kind: 'absent'; readonly manager: Manager }
  | { readonly kind: 'unknown'; readonly why: string };

export type Manager = 'systemd' | 'snap' | 'launchd' | 'windows' | 'no service manager';

const PACKAGE_UNIT = 'amazon-ssm-agent.service';
const SNAP_UNIT = 'snap.amazon-ssm-agent.amazon-ssm-agent.service';
const LABEL = 'com.amazon.aws.ssm';
const WINDOWS_NAME = 'AmazonSSMAgent';
const NO_PROGRAMS =
  "the files at --root are not those of the running system, whose services would be another's";

export function agentService(scene: Scene): Promise<Service> {
  return scene.once('agent-service', () => {
    if (scene.programs === null) return fromProcesses(scene);
    return { linux, macos, windows }[scene.machine.platform](scene);
  });
}

async function linux(scene: Scene): Promise<Service> {
  for (const program of ['/usr/bin/systemctl', '/bin/systemctl']) {
    const args = ['show', PACKAGE_UNIT, SNAP_UNIT, '-p', UNIT_PROPERTIES];
    const end = await ran(scene, program, args);
    if (end.kind === 'ended' && end.status === 0) return ofUnits(end.stdout);
    if (end.kind === 'stopped') return { kind: 'unknown', why: `${program} does not answer` };
  }
  return fromProcesses(scene);
}

/** Where both are there, the one that runs counts. */
function ofUnits(text: string): Service {
  const units = parseUnits(text).filter(({ load }) => load !== 'not-found');
  const unit = units.find(({ active }) => active === 'active') ?? units[0];
  if (unit === undefined) return { kind: 'absent', manager: 'systemd' };
  const isOff = unit.file === 'disabled' || unit.file === 'masked' || unit.load === 'masked';
  return {
    kind: 'service',
    manager: unit.id === SNAP_UNIT ? 'snap' : 'systemd',
    name: unit.id,
    isRunning: unit.active === 'active',
    state: unit.active === unit.sub ? unit.active : `${unit.active} (${unit.sub})`,
    startMode: isOff ? 'disabled' : unit.file === 'enabled' ? 'automatic' : null,
    restarts: unit.restarts,
  };
}

async function macos(scene: Scene): Promise<Service> {
  const end = await ran(scene, '/bin/launchctl', ['list', LABEL]);
  // 113: could not find the service.
  if (end.kind === 'ended' && end.status === 113) return { kind: 'absent', manager: 'launchd' };
  if (end.kind !== 'ended' || end.status !== 0) return { kind: 'unknown', why: whyNot('launchctl', end) };
  const { pid, lastExitStatus } = parseJob(end.stdout);
  const state = pid === null ? `loaded, last exit status ${lastExitStatus ?? 'unknown'}` : 'running';
  return {
    kind: 'service',
    manager: 'launchd',
    name: LABEL,
    isRunning: pid !== null,
    state,
    startMode: null,
    restarts: null,
  };
}

async function windows(scene: Scene): Promise<Service> {
  const key = `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${WINDOWS_NAME}`;
  const [query, registry] = await Promise.all([
    ran(scene, systemProgram(scene, 'sc.exe'), ['query', WINDOWS_NAME]),
    ran(scene, systemProgram(scene, 'reg.exe'), ['query', key]),
  ]);
  // 1060: the service does not exist.
  if (query.kind === 'ended' && query.status === 1060) return { kind: 'absent', manager: 'windows' };
  const state = query.kind === 'ended' ? parseServiceState(query.stdout) : null;
  if (state === null) return { kind: 'unknown', why: whyNot('sc.exe', query) };
  const start = registry.kind === 'ended' ? parseRegistryValues(registry.stdout).get('start') : undefined;
  return {
    kind: 'service',
    manager: 'windows',
    name: WINDOWS_NAME,
    isRunning: state === 'RUNNING',
    state,
    startMode: typeof start === 'number' ? (START_MODES.get(start) ?? null) : null,
    restarts: null,
  };
}

/** `Start` of a service: at boot, by the system, automatic, by hand, never. */
const START_MODES: ReadonlyMap<number, 'automatic' | 'manual' | 'disabled'> = new Map([
  [0, 'automatic'],
  [1, 'automatic'],
  [2, 'automatic'],
  [3, 'manual'],
  [4, 'disabled'],
]);

/** Where no manager answers, a process that runs is as good. */
async function fromProcesses(scene: Scene): Promise<Service> {
  const processes = await agentProcesses(scene);
  const core = processes?.find(({ role }) => role === 'core');
  if (core !== undefined)
    return {
      kind: 'service',
      manager: 'no service manager',
      name: 'amazon-ssm-agent',
      isRunning: true,
      state: `process ${core.pid}`,
      startMode: null,
      restarts: null,
    };
  if (scene.programs === null) return { kind: 'unknown', why: NO_PROGRAMS };
  return processes === null
    ? { kind: 'unknown', why: 'neither systemctl nor /proc answers' }
    : { kind: 'absent', manager: 'no service manager' };
}

async function ran(scene: Scene, program: string, args: readonly string[]): Promise<ProgramEnd> {
  return (await scene.programs?.run(program, args, scene.signal)) ?? { kind: 'absent' };
}

function whyNot(program: string, end: ProgramEnd): string {
  switch (end.kind) {
    case 'absent':
      return `${program} is not there`;
    case 'refused':
      return `${program} may not be started (${end.code})`;
    case 'stopped':
      return `${program} does not answer`;
    case 'ended':
      return `${program} ended with status ${end.status}; run as root, or as Administrator on Windows`;
  }
}
