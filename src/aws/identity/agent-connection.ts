import { type AgentConnection, parseAgentConnection } from '../../../parsers/agent-connection.ts';
import type { Place } from '../../sources/place.ts';
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
export function agentConnection(agent: AgentTree): PlacedConnection {
  return agent.remembered('connection', () => readConnection(agent));
}

export interface PlacedConnection extends AgentConnection {
  /** Where the settings stand. */
  readonly place: string;
}

function readConnection(agent: AgentTree): PlacedConnection {
  for (const folder of foldersOf(agent)) {
    const file = agent.read(agent.tree.below(folder, NAME));
    if (file.kind !== 'text') continue;
    const parsed = parseAgentConnection(file.text);
    if (parsed.ok) return { ...parsed.value, place: file.shown };
  }
  return { ...DEFAULTS, place: NAME };
}

/** The usual ones first: a relocated agent has to be searched for. */
function* foldersOf({ tree, layout }: AgentTree): Generator<Place> {
  for (const path of layout.program) yield tree.at(path);
  for (const { place } of relocatedFolders(tree, layout, 'configuration', [NAME])) yield place;
}
