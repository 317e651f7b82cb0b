import type { AgentRecord } from '../../../parsers/agent-log/record.ts';
import type { Moment, Sighting } from '../model.ts';
import type { RecordSpan } from '../scan/scanner.ts';
import type { AgentText } from './agent-text.ts';
import { quote } from './excerpt.ts';
import type { FileFacts } from './file-facts.ts';

/** The line of an agent's log that holds the character at `at` of the body of a record. */
export function agentSighting(span: RecordSpan, file: FileFacts, read: AgentText, at: number): Sighting {
  const offset = file.kind === 'system' ? offsetInJournal(read, at) : read.record.bodyAt + at;
  return sightingIn(span, file, read.text, { ...read.record, stamp: read.stamp }, offset);
}

/** The line that holds the character at `offset` of the text of a record. */
export function sightingIn(
  span: RecordSpan,
  file: FileFacts,
  text: string,
  head: Pick<AgentRecord, 'stamp' | 'at' | 'clock'>,
  offset: number,
): Sighting {
  const { excerpt, linesDown } = quote(text, Math.min(offset, text.length));
  const moment = momentOf(span, file, head);
  return { moment, file: file.shown, line: span.line + linesDown, stamp: head.stamp, excerpt };
}

/** Each line of the text has the prefix that the same line of the body is without. */
function offsetInJournal({ text, record }: AgentText, at: number): number {
  const before = record.body.slice(0, at).split('\n');
  const down = before.length - 1;
  const lines = text.split('\n', down + 1);
  const start = lines.slice(0, down).reduce((sum, line) => sum + line.length + 1, 0);
  const prefix = (lines[down]?.length ?? 0) - (record.body.split('\n', down + 1)[down]?.length ?? 0);
  return start + Math.max(0, prefix) + (before[down]?.length ?? 0);
}

/** When a record was written, and where it stands in the order of reading. */
export function momentOf(
  span: RecordSpan,
  file: FileFacts,
  { at, clock }: Pick<AgentRecord, 'at' | 'clock'>,
): Moment {
  return { at, clock, order: file.order + span.position };
}
