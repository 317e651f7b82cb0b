import { type AgentConfig, parseAgentConfig } from '../../parsers/agent-config.ts';
import { parseSeelogConfig } from '../../parsers/seelog-config.ts';
import { readHead } from './head.ts';
import type { Layout } from './layout.ts';
import { type MovedLog, movedLogs } from './moved-logs.ts';
import { relocatedFolders } from './relocated.ts';
import type { Source } from './source.ts';
import type { Folder, Tree } from './tree.ts';

/** What the agent's settings say about where its files are. */
export interface Settings {
  readonly sources: readonly Source[];
  /** Name of the folder of runs below a node's `document`. */
  readonly orchestration: string;
  /** In words, how the agent deletes outputs of runs; null when it keeps them. */
  readonly cleanup: string | null;
  readonly movedLogs: readonly MovedLog[];
  /** An agent stands elsewhere than its packages put it. */
  readonly isRelocated: boolean;
}

const AGENT_CONFIG = 'amazon-ssm-agent.json';
const LOG_CONFIG = 'seelog.xml';
const DEFAULT_ORCHESTRATION = 'orchestration';
const LARGEST = 1024 * 1024;

/** Reads the settings. What is wrong with a file, the reader of its source says; here the defaults apply. */
export function readSettings(tree: Tree, layout: Layout): Settings {
  const elsewhere = relocatedFolders(tree, layout, 'configuration', [AGENT_CONFIG, LOG_CONFIG]);
  const folders = [...layout.program.map((path) => tree.folder(tree.at(path))), ...elsewhere];
  const agent = folders
    .map((folder) => sourceIn(tree, folder, 'agent-config', AGENT_CONFIG))
    .filter(isSource);
  const logs = folders.map((folder) => sourceIn(tree, folder, 'log-config', LOG_CONFIG)).filter(isSource);
  const configs = agent.map((source) => readAgentConfig(tree, source));
  return {
    sources: [...agent, ...logs],
    orchestration: configs.map(({ folder }) => folder).find((name) => name !== null) ?? DEFAULT_ORCHESTRATION,
    cleanup: configs.map(({ cleanup }) => cleanup).find((words) => words !== null) ?? null,
    movedLogs: logs.flatMap((source) => readLogConfig(tree, source)),
    isRelocated: elsewhere.length > 0,
  };
}

function sourceIn(tree: Tree, folder: Folder, kind: Source['kind'], name: string): Source | null {
  const place = tree.child(folder, name);
  return place === null ? null : tree.source(kind, place);
}

function readAgentConfig(tree: Tree, source: Source): { folder: string | null; cleanup: string | null } {
  const text = textOf(tree, source);
  if (text === null) return { folder: null, cleanup: null };
  const config = parseAgentConfig(text);
  if (!config.ok) return { folder: null, cleanup: null };
  return { folder: config.value.orchestrationFolder, cleanup: cleanupOf(config.value) };
}

function cleanupOf(config: AgentConfig): string | null {
  if (config.folderCleanup !== 'default') {
    return `the agent deletes folders of runs (Ssm.OrchestrationDirectoryCleanup is ${config.folderCleanup})`;
  }
  if (config.outputCleanup === 'default') return null;
  return `the agent deletes outputs of steps (Ssm.PluginLocalOutputCleanup is ${config.outputCleanup})`;
}

function readLogConfig(tree: Tree, source: Source): MovedLog[] {
  const text = textOf(tree, source);
  if (text === null) return [];
  const config = parseSeelogConfig(text);
  const drive = tree.isWindows ? tree.base.shown : null;
  return config.ok ? config.value.outputs.flatMap((output) => movedLogs(output, drive)) : [];
}

function textOf(tree: Tree, source: Source): string | null {
  const head = readHead(tree.files, source.path, LARGEST);
  return head.kind === 'text' ? head.text : null;
}

function isSource(source: Source | null): source is Source {
  return source !== null;
}
