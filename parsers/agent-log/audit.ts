import { contentOf, malformed, type Parsed } from '../parsed.ts';
import { parseStamp } from './stamp.ts';

/** One line of an audit file: a process that started, or a state that an update went through. */
export interface AuditEntry {
  /** `agent_telemetry`, `agent_update_result`. */
  readonly type: string;
  /** `amazon-ssm-agent.start`, `UpdateSucceeded-3.3.987.0`. */
  readonly event: string;
  /** Of the agent that wrote it; of an update the version it began with. */
  readonly version: string;
  /** Local time of day as written. */
  readonly time: string;
  /** Day, from the name of the file; null when the name has none. */
  readonly date: string | null;
  /** Local time (see stamp.ts); null without a day. */
  readonly at: number | null;
  /** From 1. */
  readonly line: number;
}

export interface AuditFile {
  readonly entries: readonly AuditEntry[];
  /** Lines of another shape. */
  readonly unread: number;
}

const ENTRY = /^(\S{1,100}) (\S{1,300}) (\S{1,100}) (\d{2}:\d{2}:\d{2})$/;
const SCHEMA = /^SchemaVersion=/;
/** Bytes sent so far, nine digits: rewritten in place, without a line feed, also glued to the last line. */
const FOOTER = /AuditSent=\d{0,9}$/;
const NAME = /amazon-ssm-agent-audit-(\d{4}-\d{2}-\d{2})/;

/** Parses an audit file (`audits/amazon-ssm-agent-audit-YYYY-MM-DD`, schema 1: `type event version HH:MM:SS`). */
export function parseAudit(text: string, fileName: string): Parsed<AuditFile> {
  const content = contentOf(text);
  if (!content.ok) return content;
  const date = NAME.exec(fileName)?.[1] ?? null;
  const entries: AuditEntry[] = [];
  let unread = 0;
  let isAudit = false;
  for (const [index, raw] of content.value.split('\n').entries()) {
    const line = raw.replace(/\r$/, '').replace(FOOTER, '');
    isAudit ||= SCHEMA.test(line) || line !== raw;
    if (line === '' || SCHEMA.test(line)) continue;
    const entry = readEntry(line, date, index + 1);
    if (entry === null) unread += 1;
    else entries.push(entry);
  }
  if (entries.length === 0 && !isAudit) return malformed('no line of an audit file is in it');
  return { ok: true, value: { entries, unread } };
}

function readEntry(text: string, date: string | null, line: number): AuditEntry | null {
  const match = ENTRY.exec(text);
  if (match === null) return null;
  const [, type = '', event = '', version = '', time = ''] = match;
  const at = date === null ? null : parseStamp(`${date} ${time}`);
  return { type, event, version, time, date, at, line };
}
