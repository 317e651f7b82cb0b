import { beginsAgentRecord } from './agent-log/boundary.ts';
import { parseJournalLine } from './agent-log/journal.ts';
import { parseAgentRecord } from './agent-log/record.ts';
import { parseOutputLine } from './step-output/line.ts';

/** What a text is by what stands in it. */
export type Content =
  /** Records of the agent: its main log, the workers' logs of Windows, and logs beside them. */
  | 'agent-log'
  | 'errors-log'
  | 'audit-log'
  /** Copies in the system's log: journal exports, `/var/log/messages`, `/var/log/syslog`. */
  | 'system-log'
  /** stdout or stderr of a document's step. */
  | 'step-output'
  /** Logs of the package managers themselves. */
  | 'package-log'
  /** State: one JSON (or XML, or key=value) document each. */
  | 'patch-states'
  | 'patch-inventory'
  | 'identity-config'
  | 'registration'
  | 'document-state'
  | 'agent-config'
  | 'log-config'
  | 'custom-inventory'
  | 'os-release'
  | 'install-history';

const MOST_LINES = 400;
/** Longer lines tell no more than their beginning. */
const LINE_HEAD = 500;

/** Decides by the beginning of a file, at best some ten thousand characters; null when nothing known is in it. */
export function recognise(head: string): Content | null {
  const text = head.replace(/^\uFEFF/, '');
  return recogniseDocument(text) ?? recogniseLines(text.split('\n', MOST_LINES));
}

/** Documents of one value, each with the keys that it cannot be without. */
const DOCUMENTS: readonly (readonly [Content, readonly RegExp[]])[] = [
  ['patch-states', [/^\s*\{/, /"patchStates"\s*:/i]],
  ['patch-inventory', [/^\s*\{/, /"TypeName"\s*:\s*"AWS:PatchSummary"/]],
  ['custom-inventory', [/^\s*\{/, /"TypeName"\s*:\s*"Custom:/i]],
  [
    'document-state',
    [/^\s*\{/, /"DocumentInformation"\s*:/, /"DocumentType"\s*:|"InstancePluginsInformation"\s*:/],
  ],
  ['identity-config', [/^\s*\{/, /"IdentityType"\s*:/, /"InstanceId"\s*:/]],
  ['registration', [/^\s*\{/, /"ManagedInstanceID"\s*:/]],
  ['agent-config', [/^\s*\{/, /"(?:Mds|Ssm|Mgs|Birdwatcher|Identity|Agent)"\s*:\s*\{/]],
  ['log-config', [/^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<seelog[\s>]/]],
  ['audit-log', [/^SchemaVersion=\d/]],
  ['install-history', [/<plist[\s>]/, /<key>displayName<\/key>/, /<key>processName<\/key>/]],
  ['os-release', [/^(?:NAME|PRETTY_NAME|ID)=/m, /^VERSION(?:_ID)?=|^ID_LIKE=/m]],
];

function recogniseDocument(text: string): Content | null {
  return DOCUMENTS.find(([, marks]) => marks.every((mark) => mark.test(text)))?.[0] ?? null;
}

interface Votes {
  lines: number;
  agent: number;
  /** Of those: with the function and line that only `errors.log` has, or with a level below ERROR. */
  located: number;
  milder: number;
  journal: number;
  agentJournal: number;
  packages: number;
  payload: number;
  output: number;
}

function recogniseLines(lines: readonly string[]): Content | null {
  const votes: Votes = {
    lines: 0,
    agent: 0,
    located: 0,
    milder: 0,
    journal: 0,
    agentJournal: 0,
    packages: 0,
    payload: 0,
    output: 0,
  };
  for (const line of lines) if (line.trim() !== '') vote(line.slice(0, LINE_HEAD), votes);
  return decide(votes);
}

function decide(votes: Votes): Content | null {
  const { agent, payload, packages } = votes;
  if (packages > 0 && packages >= agent) return 'package-log';
  if (votes.agentJournal > agent) return 'system-log';
  if (agent > 0 && agent > payload && agent * 200 >= votes.lines) {
    return votes.milder === 0 && votes.located * 2 > agent ? 'errors-log' : 'agent-log';
  }
  if (payload > 0) return 'step-output';
  if (votes.journal * 2 > votes.lines) return 'system-log';
  return votes.output > 0 ? 'step-output' : null;
}

const LOCATED = /\[\S{1,200} @ \S{1,200}\.\d+\] /;
const BAD_LEVELS = ['ERROR', 'CRITICAL'];

function vote(line: string, votes: Votes): void {
  votes.lines += 1;
  if (PACKAGE_LINES.some((pattern) => pattern.test(line))) votes.packages += 1;
  else if (parseOutputLine(line).level !== null) votes.payload += 1;
  else if (isAgentRecord(line)) voteAgent(line, votes);
  else voteOther(line, votes);
}

function isAgentRecord(line: string): boolean {
  const bytes = new TextEncoder().encode(line.slice(0, 64));
  return beginsAgentRecord(bytes, 0, bytes.length) && parseAgentRecord(line).level !== null;
}

function voteAgent(line: string, votes: Votes): void {
  const level = parseAgentRecord(line).level ?? '';
  votes.agent += 1;
  if (LOCATED.test(line)) votes.located += 1;
  if (!BAD_LEVELS.includes(level)) votes.milder += 1;
}

function voteOther(line: string, votes: Votes): void {
  const journal = parseJournalLine(line);
  if (journal?.tag.includes('ssm-agent')) votes.agentJournal += 1;
  if (journal !== null && journal.stamp !== '') votes.journal += 1;
  else if (OUTPUT_LINES.some((pattern) => pattern.test(line))) votes.output += 1;
}

/** Heads of the records of dnf, yum, apt, dpkg, zypp, unattended-upgrades, Windows Update, CBS and its events. */
const PACKAGE_LINES: readonly RegExp[] = [
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{4} (?:D?DEBUG|SUBDEBUG|INFO|WARNING|ERROR|CRITICAL) /,
  /^[A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} (?:Installed|Updated|Erased|Dep-Installed): /,
  /^(?:Start-Date|Commandline|Requested-By|End-Date): /,
  /^Log (?:started|ended): \d{4}-\d{2}-\d{2}/,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} (?:startup|status|install|upgrade|configure|trigproc|remove|purge|conffile) /,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\|(?:install|remove|command|radd|rremove|patch) *\|/,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3} (?:DEBUG|INFO|WARNING|ERROR) /,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}, (?:Info|Warning|Error) {2,}/,
  /^\{[0-9A-Fa-f-]{36}\}\t\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}:\d{3}[+-]\d{4}\t/,
  /^\s*(?:<Events>\s*)?<Event xmlns=['"]http:\/\/schemas\.microsoft\.com\/win\/2004\/08\/events/,
  /^\d{4}[-/]\d{2}[-/]\d{2}\s+\d{2}:\d{2}:\d{2}[:.]\d{3,7}\s+\d+\s+[0-9a-f]{1,8}\s/,
];

/** Lines that steps of patching and agent updates write, and what package managers and PowerShell say in them. */
const OUTPUT_LINES: readonly RegExp[] = [
  /failed to run commands: exit status/,
  /^Using python binary|^\/usr\/(?:local\/)?bin\/(?:python|which)/,
  /patch-baseline-operations|PatchBaselineOperation/,
  /Patch Summary for /,
  /^(?:Hit|Get|Ign|Err):\d+ |^Reading package lists|^[EW]: |^dpkg: |^Setting up \S+ \(/,
  /^Loaded plugins: |^Last metadata expiration check|^Error: |Curl error \(\d+\)|^Dependencies resolved\./,
  /^Loading repository data|^Reading installed packages|^Refreshing service|^Retrieving repository/,
  /^Traceback \(most recent call last\)/,
  /^#< CLIXML|^At (?:line|\S.{0,260}):\d+ char:\d+|^\s*\+ (?:CategoryInfo|FullyQualifiedErrorId)/,
  /^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2} UTC \| /,
  /^Updating amazon-ssm-agent from |^Successfully (?:downloaded|installed|updated) /,
  /^Exception Level \d+:|\b0x8[0-9A-Fa-f]{7}\b/,
  /\[Errno -?\d+\]|\bKB\d{6,7}\b|\b(?:yum|dnf5?|apt|apt-get|zypper|rpm|dpkg|softwareupdate)\b/,
  // Whatever wrote it: a text that speaks of a failure is worth reading as output.
  /\b(?:error|failed|failure|cannot|could not|unable to|exit (?:status|code)|exception|denied|timed out)\b/i,
];
