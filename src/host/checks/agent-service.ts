import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { type AgentProcess, agentProcesses } from '../facts/agent-processes.ts';
import { isInstalled } from '../facts/installed.ts';
import { agentService, type Service } from '../facts/service.ts';

interface ServiceFacts {
  readonly service: Service;
  readonly isInstalled: boolean;
  readonly core: AgentProcess | null;
}

/** Whether the agent runs, and as whom. */
export const AGENT_SERVICE: Check = check<ServiceFacts>({
  name: 'agent-service',
  title: 'Agent service',
  sees: {
    AGENT_NOT_RUNNING: 'either-way',
    AGENT_NOT_INSTALLED: 'either-way',
    HOST_NOT_ROOT: 'failing-only',
  },
  gather: async (scene) => ({
    service: await agentService(scene),
    isInstalled: isInstalled(scene),
    core: (await agentProcesses(scene))?.find(({ role }) => role === 'core') ?? null,
  }),
  judge: judgeService,
});

export function judgeService({ service, isInstalled: there, core }: ServiceFacts): Judgement {
  if (service.kind === 'unknown')
    return {
      status: 'not-readable',
      summary: `the state of the agent's service is not known: ${service.why}`,
    };
  if (service.kind === 'absent')
    return there
      ? {
          status: 'failed',
          cause: 'AGENT_NOT_RUNNING',
          summary: `the agent is installed, but ${service.manager === 'no service manager' ? 'no process of it runs' : `${service.manager} knows no service of it`}`,
        }
      : {
          status: 'failed',
          cause: 'AGENT_NOT_INSTALLED',
          summary: 'Unable to find ssm agent on this instance',
        };
  const { manager, state, name, restarts } = service;
  const facts = factsOf({ manager, name, state, restarts, user: core?.uid });
  if (!service.isRunning)
    return {
      status: 'failed',
      cause: 'AGENT_NOT_RUNNING',
      summary: `${name} is known to ${manager}, but is not running: ${state}`,
      facts,
    };
  if (core !== null && core.uid !== null && core.uid !== 0)
    return {
      status: 'failed',
      cause: 'HOST_NOT_ROOT',
      summary: `Agent service is running but agent is running as user ${core.uid} instead of expected user root`,
      facts,
    };
  return { status: 'ok', summary: 'Agent service is running and is running as expected user', facts };
}

/** Whether it comes back after a restart. */
export const AGENT_STARTUP: Check = check<Service>({
  name: 'agent-startup',
  title: 'Agent start mode',
  gather: agentService,
  judge: judgeStartup,
});

export function judgeStartup(service: Service): Judgement {
  if (service.kind === 'absent')
    return { status: 'not-applicable', summary: 'no service manager knows the agent' };
  if (service.kind === 'unknown') return { status: 'not-readable', summary: service.why };
  const { startMode, manager, name } = service;
  if (startMode === null)
    return { status: 'not-applicable', summary: `${manager} does not say how it starts the agent` };
  const facts = factsOf({ manager, name, 'start mode': startMode });
  if (startMode === 'automatic') return { status: 'ok', summary: `${name} starts with the system`, facts };
  return {
    status: 'failed',
    cause: service.isRunning ? null : 'AGENT_NOT_RUNNING',
    summary: `${name} does not start with the system (${startMode}): after a restart the node is lost`,
    facts,
    remedy: [
      { step: ENABLE[manager] ?? `Let ${manager} start ${name} with the system`, effect: 'changes-node' },
    ],
  };
}

const ENABLE: Readonly<Partial<Record<string, string>>> = {
  systemd: 'systemctl unmask amazon-ssm-agent; systemctl enable --now amazon-ssm-agent',
  snap: 'snap start --enable amazon-ssm-agent',
  windows: 'sc.exe config AmazonSSMAgent start= auto',
};

/** The worker does all the work; without it the service runs and nothing happens. */
export const AGENT_WORKER: Check = check<{
  readonly processes: readonly AgentProcess[] | null;
  readonly now: number;
}>({
  name: 'agent-worker',
  title: 'Agent worker process',
  platforms: ['linux'],
  // That of documents may be the one that cannot be started.
  sees: { AGENT_WORKER_START_FAILED: 'failing-only' },
  gather: async (scene) => ({ processes: await agentProcesses(scene), now: scene.machine.clock() }),
  judge: judgeWorker,
});

/** The core starts it within seconds. */
const STARTING_MS = 30_000;

export function judgeWorker({
  processes,
  now,
}: {
  readonly processes: readonly AgentProcess[] | null;
  readonly now: number;
}): Judgement {
  if (processes === null) return { status: 'not-readable', summary: 'processes are not to be seen in /proc' };
  const core = processes.find(({ role }) => role === 'core');
  if (core === undefined) return { status: 'not-applicable', summary: 'the agent does not run' };
  const count = (role: AgentProcess['role']): number => processes.filter((one) => one.role === role).length;
  const facts = factsOf({
    workers: count('worker'),
    'document workers': count('document-worker'),
    'session workers': count('session-worker'),
    'running since': core.startedAt === null ? null : new Date(core.startedAt).toISOString(),
  });
  const isStarting = core.startedAt !== null && now - core.startedAt < STARTING_MS;
  if (count('worker') > 0) return { status: 'ok', summary: 'ssm-agent-worker runs beside the agent', facts };
  if (isStarting) return { status: 'ok', summary: 'the agent started a moment ago', facts };
  return {
    status: 'failed',
    cause: 'AGENT_WORKER_START_FAILED',
    summary: 'the agent runs without its worker, which does all the work',
    facts,
  };
}
