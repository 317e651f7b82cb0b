import { type AgentConnection, parseAgentConnection } from '../../../parsers/agent-connection.ts';
import { relocatedFolders } from '../../sources/relocated.ts';
import type { AgentTree } from './agent-tree.ts';

const NAME = 'amazon-ssm-agent.json';
const DEFAULTS: AgentConnection = {
  ssmEndpoint: null,
  region: null,
  serviceDomain: null,
  shareProfile: null,
  identityOrder: null,
};

/** What the agent's settings say about its connection. With a broken file the agent uses its defaults, and so do we. */
export function agentConnection(agent: AgentTree): AgentConnection & { readonly place: string } {
  const { tree, layout } = agent;
  const beside = relocatedFolders(tree, layout, 'configuration', [NAME]).map(({ place }) => place);
  for (const folder of [...layout.program.map((path) => tree.at(path)), ...beside]) {
    const file = agent.read(tree.below(folder, NAME));
    if (file.kind !== 'text') continue;
    const parsed = parseAgentConnection(file.text);
    if (parsed.ok) return { ...parsed.value, place: file.shown };
  }
  return { ...DEFAULTS, place: NAME };
}
