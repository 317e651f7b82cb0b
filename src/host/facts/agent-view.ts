import { type AgentVariables, agentVariables, variablesQuestion } from '../../aws/endpoint/agent-proxy.ts';
import { EndpointError } from '../../aws/endpoint/endpoint-error.ts';
import { type ProxyEnv, proxyIn, proxyVariables } from '../../aws/endpoint/proxy.ts';
import type { Machine } from '../../platform/machine.ts';
import type { Scene } from '../scene.ts';
import { agentProcesses } from './agent-processes.ts';
import { winHttp } from './winhttp.ts';

/** The machine as the agent sees it: with the variables of its process, where these can be read. */
export interface AgentView {
  readonly machine: Machine;
  /** Whose variables these are. */
  readonly variablesOf: 'agent' | 'this-program';
}

export function agentView(scene: Scene): Promise<AgentView> {
  return scene.once('agent-view', async () => {
    const processes = (await agentProcesses(scene)) ?? [];
    const found = processes.find(({ role, environment }) => role === 'core' && environment !== null);
    return found?.environment == null
      ? { machine: scene.machine, variablesOf: 'this-program' }
      : {
          machine: { ...scene.machine, environment: Object.fromEntries(found.environment) },
          variablesOf: 'agent',
        };
  });
}

/** The proxies that the agent uses, and who says so. */
export type AgentProxy =
  | { readonly kind: 'none' }
  | { readonly kind: 'proxy'; readonly proxy: ProxyEnv; readonly place: string }
  /** One that the agent cannot use either; why. */
  | { readonly kind: 'unusable'; readonly message: string }
  /** None where one may look, but the variables of the running agent are for root alone. */
  | { readonly kind: 'hidden' };

/**
 * A process that runs has the variables it was started with; those of its service count where it does not run or may
 * not be looked at, and at last our own, as in a container that shares them.
 */
export function agentProxy(scene: Scene): Promise<AgentProxy> {
  return scene.once('agent-proxy', async () => {
    const view = await agentView(scene);
    const own = proxyVariables(view.machine.environment);
    if (view.variablesOf === 'agent') return usable({ variables: own, place: 'the running agent' });
    const ofService = await serviceVariables(scene);
    if (hasProxy(ofService)) return usable(ofService);
    const ofProgram = { variables: own, place: 'the variables of this program' };
    const found = usable(hasProxy(ofProgram) ? ofProgram : await winHttpVariables(scene));
    return found.kind === 'none' && (await isHidden(scene)) ? { kind: 'hidden' } : found;
  });
}

/** An agent runs, and its variables may not be read. */
async function isHidden(scene: Scene): Promise<boolean> {
  return ((await agentProcesses(scene)) ?? []).some(({ role }) => role === 'core');
}

function hasProxy({ variables }: AgentVariables): boolean {
  return Boolean(variables.get('https_proxy') || variables.get('http_proxy'));
}

async function serviceVariables(scene: Scene): Promise<AgentVariables> {
  const question = variablesQuestion(scene.machine);
  if (question === null) return agentVariables(scene.machine, scene.agent);
  const end = await scene.programs?.run(question.program, question.args, scene.signal);
  return question.read(end?.kind === 'ended' && end.status === 0 ? end.stdout : '');
}

/** What the agent takes on Windows where it is told nothing else. */
async function winHttpVariables(scene: Scene): Promise<AgentVariables> {
  const place = 'WinHTTP';
  const found = scene.machine.platform === 'windows' ? await winHttp(scene) : null;
  if (found?.kind !== 'proxy') return { place, variables: new Map() };
  const { address, bypass } = found.proxy;
  const named = bypass.filter((entry) => entry !== '<local>').join(',');
  const variables = ['https_proxy', 'http_proxy'].map((name) => [name, `http://${address}`] as const);
  return { place, variables: new Map([...variables, ['no_proxy', named]]) };
}

function usable(variables: AgentVariables): AgentProxy {
  try {
    const proxy = proxyIn(variables);
    return proxy === null ? { kind: 'none' } : { kind: 'proxy', proxy, place: variables.place };
  } catch (error) {
    if (error instanceof EndpointError) return { kind: 'unusable', message: error.message };
    throw error;
  }
}
