import { parseObject } from '../../../parsers/state/json.ts';
import type { AgentFile } from '../../aws/identity/agent-tree.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';

/** Whether the agent can read its settings; with broken ones it does not start. */
export const AGENT_SETTINGS: Check = check<AgentFile>({
  name: 'agent-settings',
  title: 'Settings of the agent',
  // Settings that are well-formed may still have values that the agent does not take.
  sees: { AGENT_CONFIG_INVALID: 'failing-only' },
  gather: ({ agent }) => agent.first(agent.layout.program.map((folder) => `${folder}/amazon-ssm-agent.json`)),
  judge: judgeSettings,
});

export function judgeSettings(file: AgentFile): Judgement {
  if (file.kind === 'absent')
    return { status: 'ok', summary: 'the agent has no amazon-ssm-agent.json, and uses its defaults' };
  const { shown } = file;
  if (file.kind === 'refused') return { status: 'not-readable', summary: `${shown}: ${file.why}` };
  const facts = factsOf({ file: shown });
  const parsed = parseObject(file.text);
  if (parsed.ok) return { status: 'ok', summary: `${shown} is well-formed`, facts };
  return {
    status: 'failed',
    cause: 'AGENT_CONFIG_INVALID',
    summary: `${shown} is no JSON that the agent can read: it does not start with it`,
    facts,
    places: [shown],
  };
}
