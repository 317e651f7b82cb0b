import { collectSeries, isOlder, type LogSeries, skipOlder } from './log-series.ts';
import type { MovedLog } from './moved-logs.ts';
import type { Source, SourceKind } from './source.ts';
import type { Folder, Tree } from './tree.ts';

/** The agent keeps 5 rolls of a log unless it is told otherwise; more are read as long as it stays a series. */
const MOST_ROLLS = 50;
/** The agent keeps 7 days, at most 30. */
const MOST_AUDITS = 60;
const AUDIT = /^amazon-ssm-agent-audit-\d{4}-\d{2}-\d{2}/i;

/** Names of the agent's logs (`logger/defaultconfig.go`, updater, hibernation, setup-cli) in the order of reading. */
const NAMES: readonly (readonly [string, SourceKind])[] = [
  ['ssm-setup-cli.log', 'setup-log'],
  ['amazon-ssm-agent.log', 'agent-log'],
  ['ssm-agent-worker.log', 'agent-log'],
  ['ssm-document-worker.log', 'agent-log'],
  ['ssm-session-worker.log', 'agent-log'],
  ['Ec2ConfigPluginFramework.txt', 'agent-log'],
  ['errors.log', 'errors-log'],
  ['hibernate.log', 'hibernate-log'],
  ['AmazonSSMAgent-update.txt', 'update-log'],
];

export const AGENT_LOGS: readonly LogSeries[] = NAMES.map(([name, kind]) => agentSeries(kind, name));

export function agentSeries(kind: SourceKind, name: string): LogSeries {
  return { kind, name, oldest: 'lowest', most: MOST_ROLLS };
}

/** The agent's logs: in the folder that it uses unless told otherwise, where its settings put them, and its audit. */
export function agentLogs(
  tree: Tree,
  logs: Folder | null,
  moved: readonly MovedLog[],
  since: number | null,
): Source[] {
  const usual = logs === null ? [] : collectSeries(tree, logs, AGENT_LOGS, since);
  const elsewhere = moved.flatMap(({ folder, series }) =>
    collectSeries(tree, tree.folder(tree.at(folder)), [series], since),
  );
  const audits = logs === null ? [] : auditFiles(tree, logs, since);
  return uniqueByPath([...usual, ...elsewhere, ...audits]);
}

function auditFiles(tree: Tree, logs: Folder, since: number | null): Source[] {
  const folder = tree.child(logs, 'audits');
  if (folder === null) return [];
  const names = tree.folder(folder).entries.map((entry) => entry.name);
  const sources: Source[] = [];
  for (const name of names
    .filter((candidate) => AUDIT.test(candidate))
    .sort()
    .slice(-MOST_AUDITS)) {
    const place = tree.below(folder, name);
    const source = tree.source('audit-log', place);
    if (source === null) continue;
    if (isOlder(source, since)) skipOlder(tree, place, source);
    else sources.push(source);
  }
  return sources;
}

/** Settings mostly repeat the usual places, and one file can be the output of two filters. */
function uniqueByPath(sources: readonly Source[]): Source[] {
  const seen = new Set<string>();
  return sources.filter(({ path }) => !seen.has(path) && seen.add(path));
}
