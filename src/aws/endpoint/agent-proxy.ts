import { macosProxies } from '../../../parsers/proxy/macos-network.ts';
import { systemdEnvironment } from '../../../parsers/proxy/systemd.ts';
import { upstartEnvironment } from '../../../parsers/proxy/upstart.ts';
import { serviceEnvironment } from '../../../parsers/proxy/windows-service.ts';
import { variable } from '../../platform/environment.ts';
import type { Machine } from '../../platform/machine.ts';
import type { AgentTree } from '../identity/agent-tree.ts';

/** Variables that are set for the agent's service, by their names in lower case, and where. */
export interface AgentVariables {
  readonly variables: ReadonlyMap<string, string>;
  readonly place: string;
}

/** The units of the packages and of the snap. */
const SYSTEMD = ['amazon-ssm-agent', 'snap.amazon-ssm-agent.amazon-ssm-agent'].map(
  (unit) => `/etc/systemd/system/${unit}.service.d`,
);
/** systemd reads `.conf` alone; the agent's manual also names `amazon-ssm-agent.override`. */
const DROP_IN = /\.(?:conf|override)$/;
const UPSTART = '/etc/init/amazon-ssm-agent.override';
const SERVICE_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent';

/**
 * What a person's shell does not have, but the agent does. On Windows and macOS only programs of the system know it;
 * they are asked on the running machine alone, one after the other.
 */
export function agentVariables(machine: Machine, agent: AgentTree): AgentVariables {
  const question = variablesQuestion(machine);
  if (question === null) return lowered(linux(agent));
  return question.read(machine.processes?.output(question.program, question.args) ?? '');
}

/** A program of the system that knows the variables of the agent, for those who ask it while they do other things. */
export interface VariablesQuestion {
  readonly program: string;
  readonly args: readonly string[];
  /** The variables in what it prints. */
  readonly read: (output: string) => AgentVariables;
}

/** Null where files tell, as on Linux. */
export function variablesQuestion({
  platform,
  environment,
}: Pick<Machine, 'platform' | 'environment'>): VariablesQuestion | null {
  if (platform === 'linux') return null;
  if (platform === 'macos')
    return {
      program: '/usr/sbin/scutil',
      args: ['--proxy'],
      read: (text) => lowered({ variables: macosProxies(text), place: 'the network settings' }),
    };
  return {
    program: `${variable(environment, 'SYSTEMROOT') ?? 'C:\\Windows'}\\System32\\reg.exe`,
    args: ['query', SERVICE_KEY, '/v', 'Environment'],
    read: (text) => lowered({ variables: serviceEnvironment(text), place: SERVICE_KEY }),
  };
}

function lowered({ variables, place }: AgentVariables): AgentVariables {
  return {
    place,
    variables: new Map([...variables].map(([name, value]) => [name.toLowerCase(), value])),
  };
}

function linux(agent: AgentTree): AgentVariables {
  for (const path of SYSTEMD) {
    const folder = agent.tree.folder(agent.tree.at(path));
    const names = folder.entries.map(({ name }) => name).filter((name) => DROP_IN.test(name));
    // All of them as one text, so that an empty assignment clears what those before set.
    const texts = names.toSorted().map((name) => agent.read(agent.tree.below(folder.place, name)));
    const text = texts.map((file) => (file.kind === 'text' ? file.text : '')).join('\n');
    const variables = systemdEnvironment(text);
    if (variables.size > 0) return { variables, place: path };
  }
  const upstart = agent.first([UPSTART]);
  return { variables: upstartEnvironment(upstart.kind === 'text' ? upstart.text : ''), place: UPSTART };
}
