/**
 * Copies of agent records in journal and syslog files: each line carries a prefix
 * `Nov  8 12:42:09 host tag[pid]: ` or `2025-08-14T10:08:59-04:00 [host] tag[pid]: `, or only `tag[pid]: `.
 */

const STAMP = String.raw`[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} |\d{4}-\d{2}-\d{2}T\S{8,40} `;
const TAG = '[A-Za-z0-9@._/-]{1,100}';
/** Without a date only a process id tells a tag from any `word: text`. */
const PREFIX = new RegExp(String.raw`^(?:(${STAMP})(?:\S{1,255} )?(${TAG})(?:\[\d+\])?|(${TAG})\[\d+\]): `);
const CONTINUES = /^(?:\s|#011|caused by: |status code: )/;
/** What `systemctl status` prints below the name of a unit. */
const UNIT_STATUS = /^ {1,8}(?:Loaded|Active|Docs|Process|Main PID|Tasks|Memory|CPU|CGroup): /;

export interface JournalLine {
  /** The name before the process id, e.g. `amazon-ssm-agent.amazon-ssm-agent`. */
  readonly tag: string;
  /** The time of the prefix as written; empty when there is none. */
  readonly stamp: string;
  readonly text: string;
}

/** Splits the prefix off a line; null when the line has none. `#011` becomes the tab that it stands for. */
export function parseJournalLine(line: string): JournalLine | null {
  const match = PREFIX.exec(line);
  if (match === null) return null;
  const text = line.slice(match[0].length).replaceAll('#011', '\t');
  return { tag: match[2] ?? match[3] ?? '', stamp: (match[1] ?? '').trimEnd(), text };
}

/** Whether a line of the agent, or of a unit's status, continues the record of the line before it. */
export function continuesJournalRecord(line: string): boolean {
  if (UNIT_STATUS.test(line)) return true;
  const parsed = parseJournalLine(line);
  return parsed?.tag.includes('ssm-agent') === true && CONTINUES.test(parsed.text);
}
