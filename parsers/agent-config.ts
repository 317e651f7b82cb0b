import type { Parsed } from './parsed.ts';
import { objectOf, parseObject } from './state/json.ts';

/**
 * The agent's settings, `amazon-ssm-agent.json`: only what changes which files there are. Source: the agent's
 * `appconfig/contracts.go`; its decoder takes keys in any case, and with a broken file the defaults apply.
 */
export interface AgentConfig {
  /** Name of the folder of runs below a node's `document`; null for the default. */
  readonly orchestrationFolder: string | null;
  /** When the agent deletes the outputs of steps (`Ssm.PluginLocalOutputCleanup`). */
  readonly outputCleanup: 'after-execution' | 'after-upload' | 'default';
  /** When it deletes a run's whole folder (`Ssm.OrchestrationDirectoryCleanup`). */
  readonly folderCleanup: 'clean-success' | 'clean-success-failed' | 'default';
}

/** Reads the settings. Never throws. */
export function parseAgentConfig(text: string): Parsed<AgentConfig> {
  const root = parseObject(text);
  if (!root.ok) return root;
  const agent = valueAt(root.value, 'Agent');
  const ssm = valueAt(root.value, 'Ssm');
  const value: AgentConfig = {
    orchestrationFolder: folderName(valueAt(agent, 'OrchestrationRootDir')),
    outputCleanup: oneOf(valueAt(ssm, 'PluginLocalOutputCleanup'), ['after-execution', 'after-upload']),
    folderCleanup: oneOf(valueAt(ssm, 'OrchestrationDirectoryCleanup'), [
      'clean-success',
      'clean-success-failed',
    ]),
  };
  return { ok: true, value };
}

/** A name of one folder; a path would lead out of the node's own. */
function folderName(value: unknown): string | null {
  return typeof value === 'string' && /^[^/\\:]{1,255}$/.test(value) && !/^\.+$/.test(value) ? value : null;
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[]): Word | 'default' {
  return words.find((word) => word === value) ?? 'default';
}

function valueAt(object: unknown, key: string): unknown {
  return Object.entries(objectOf(object) ?? {}).find(
    ([name]) => name.toLowerCase() === key.toLowerCase(),
  )?.[1];
}
