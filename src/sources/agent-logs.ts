import { collectSeries, type LogSeries } from './log-series.ts';
import type { Source, SourceKind } from './source.ts';
import type { Folder, Tree } from './tree.ts';

/** The agent keeps 5 rolls of a log unless it is told otherwise; more are read as long as it stays a series. */
const MOST_ROLLS = 50;
/** The agent keeps 7 days, at most 30; restarts make several files a day. */
const MOST_AUDITS = 100;
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

/** The logs in a folder of the agent's logs, and the audit files below it. */
export function agentLogs(tree: Tree, folder: Folder, since: number | null): Source[] {
  return [...collectSeries(tree, folder, AGENT_LOGS, since), ...auditFiles(tree, folder, since)];
}

function auditFiles(tree: Tree, logs: Folder, since: number | null): Source[] {
  const place = tree.child(logs, 'audits');
  if (place === null) return [];
  const names = tree.folder(place).entries.map((entry) => entry.name).filter((name) => AUDIT.test(name));
  const series = names.toSorted().slice(-MOST_AUDITS);
  const sources = series.map((name) => tree.source('audit-log', tree.below(place, name)));
  return sources.filter((source) => source !== null && (since === null || source.entry.modified >= since)) as Source[];
}
