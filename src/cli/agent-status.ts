import type { ServiceHost } from '../agent/service/host.ts';
import { type Answer, agentStatus } from '../agent/status.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import { toJson } from '../reporters/json.ts';
import { agentService, knownFacts } from './agent-service.ts';
import { agentStatusText } from './agent-status-text.ts';
import { print, refuseEmptyOutput } from './print.ts';
import { textOptions } from './render.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

export interface AgentStatusFlags {
  readonly format: 'text' | 'json';
  readonly output?: string;
}

const STATUS_OF: Readonly<Record<Answer, ExitStatus>> = {
  running: EXIT_STATUS.nothingActive,
  hanging: EXIT_STATUS.activeCauses,
  'not-running': EXIT_STATUS.activeCauses,
  unknown: EXIT_STATUS.inconclusive,
};

/** `agent status`: says whether the agent runs, what it watches, and what came of it; changes nothing. */
export async function runAgentStatus(
  flags: AgentStatusFlags,
  terminal: Terminal,
  host?: ServiceHost,
): Promise<ExitStatus> {
  refuseEmptyOutput(flags.output);
  const service = agentService(host);
  const { facts, problem } = await knownFacts(service);
  const status = agentStatus(service.host, service.manager, facts, VERSION.version);
  if (problem !== null) terminal.warn(`the settings are not used: ${problem}`);
  const text =
    flags.format === 'json' ? toJson(status) : agentStatusText(status, textOptions(flags, terminal));
  print(text, flags, terminal);
  return STATUS_OF[status.answer];
}
