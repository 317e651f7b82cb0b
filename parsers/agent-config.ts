/**
 * The agent's settings, `amazon-ssm-agent.json`: only what changes which files there are. Source: the agent's
 * `appconfig/contracts.go`; its decoder takes keys in any case, and with a broken file the defaults apply.
 */
export type AgentConfig =
  | {
      readonly kind: 'settings';
      /** Name of the folder of runs below a node's `document`; null for the default. */
      readonly orchestrationFolder: string | null;
      /** When the agent deletes the outputs of steps (`Ssm.PluginLocalOutputCleanup`). */
      readonly outputCleanup: 'after-execution' | 'after-upload' | 'default';
      /** When it deletes a run's whole folder (`Ssm.OrchestrationDirectoryCleanup`). */
      readonly folderCleanup: 'clean-success' | 'clean-success-failed' | 'default';
    }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Reads the settings. Never throws. */
export function parseAgentConfig(text: string): AgentConfig {
  const root = parsed(text.replace(/^\uFEFF/, ''));
  if (root instanceof Error) return { kind: 'malformed', reason: root.message };
  if (!isObject(root)) return { kind: 'malformed', reason: 'not a JSON object' };
  const agent = valueAt(root, 'Agent');
  const ssm = valueAt(root, 'Ssm');
  return {
    kind: 'settings',
    orchestrationFolder: folderName(valueAt(agent, 'OrchestrationRootDir')),
    outputCleanup: oneOf(valueAt(ssm, 'PluginLocalOutputCleanup'), ['after-execution', 'after-upload']),
    folderCleanup: oneOf(valueAt(ssm, 'OrchestrationDirectoryCleanup'), [
      'clean-success',
      'clean-success-failed',
    ]),
  };
}

/** A name of one folder; a path would lead out of the node's own. */
function folderName(value: unknown): string | null {
  return typeof value === 'string' && /^[^/\\:]{1,255}$/.test(value) && !/^\.+$/.test(value) ? value : null;
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[]): Word | 'default' {
  return words.find((word) => word === value) ?? 'default';
}

function valueAt(object: unknown, key: string): unknown {
  if (!isObject(object)) return undefined;
  return Object.entries(object).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
