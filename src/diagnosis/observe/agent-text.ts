import { parseJournalLine } from '../../../parsers/agent-log/journal.ts';
import {
  type AgentHead,
  type AgentRecord,
  parseAgentHead,
  parseAgentRecord,
} from '../../../parsers/agent-log/record.ts';
import { parseAuditTime } from '../../../parsers/audit-record.ts';
import type { RecordSpan } from '../scan/scanner.ts';
import type { FileFacts } from './file-facts.ts';
import { textOf } from './text.ts';

/** A record of an agent's log as it was read. */
export interface AgentText {
  readonly text: string;
  /** Where the head of the record ends in the text. */
  readonly headEnd: number;
  readonly record: AgentRecord;
  /** Stamp of the journal's prefix, where the record has none. */
  readonly stamp: string;
  /** The line is not the agent's but of another program. */
  readonly foreign: boolean;
  /** A line of the system's log that names another program as its writer: the agent's own words mean nothing there. */
  readonly ofOther: boolean;
}

/** A record of an agent's log, or of its copy in the system's. */
export function readAgentText(span: RecordSpan, file: FileFacts): AgentText {
  const text = textOf(span);
  return file.kind === 'system' ? readJournalText(text) : readLogText(text, parseAgentHead(text));
}

/** A record of the agent's own log whose head is known. */
export function readLogText(text: string, head: AgentHead): AgentText {
  const record = parseAgentRecord(text, head);
  return { text, headEnd: head.end, record, stamp: head.stamp, foreign: false, ofOther: false };
}

/** A line of the system's log: a copy of an agent's record, or what another program wrote. */
export function readJournalText(text: string): AgentText {
  const line = parseJournalLine(text);
  if (line === null) return readForeignText(text);
  const record = parseAgentRecord(withoutPrefixes(line.text));
  const foreign = !/ssm-agent|^host-containers@control/.test(line.tag) && !line.tag.includes('ssm-');
  const stamp = record.stamp === '' ? line.stamp : record.stamp;
  return { text, headEnd: 0, record, stamp, foreign, ofOther: foreign };
}

/** A line of the kernel's audit has a time, any other has none. */
function readForeignText(text: string): AgentText {
  const record = parseAgentRecord(text);
  const at = parseAuditTime(text);
  if (at === null) return { text, headEnd: 0, record, stamp: '', foreign: true, ofOther: false };
  const stamp = new Date(at).toISOString();
  return { text, headEnd: 0, record: { ...record, at, clock: 'utc' }, stamp, foreign: true, ofOther: false };
}

/** Continuation lines of a journal carry the prefix again. */
function withoutPrefixes(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => parseJournalLine(line)?.text ?? line)
    .join('\n');
}
