import { correlate } from '../../../parsers/agent-log/correlation.ts';
import { parseRunId } from '../../../parsers/run-id.ts';
import type { Source } from '../../sources/source.ts';
import { AGENT_KINDS } from '../engine.ts';
import type { Moment, OperationScope, Sighting } from '../model.ts';
import { scopeOf } from '../observe/agent-scope.ts';
import { agentSighting } from '../observe/agent-sighting.ts';
import { readAgentText } from '../observe/agent-text.ts';
import type { FileFacts } from '../observe/file-facts.ts';
import { outputSighting } from '../observe/output-sink.ts';
import { decode, textOf } from '../observe/text.ts';
import { operationKey, runKey } from '../operation-key.ts';
import { endOfLinesAhead } from '../scan/boundaries.ts';
import type { RecordSpan } from '../scan/scanner.ts';
import type { NameMatcher } from './name-matcher.ts';

/** A line that names something, as it was found; what it says is told later, if at all. */
export interface FoundLine {
  readonly sighting: Sighting;
  /** Of the operation that it belongs to. */
  readonly operationKey: string;
  readonly text: string;
  /** A pattern must match before this place of the text. */
  readonly within: number;
  /** The level of its record says so. */
  readonly isError: boolean;
  /** The association that the record describes together with the name. */
  readonly associationId: string | null;
}

/** Reads a record; null when it does not hold the name after all. */
export type LineReader = (span: RecordSpan) => FoundLine | null;

/** How the lines of a file are read; `order` is that of its first byte. */
export function lineReader(source: Source, order: number, name: NameMatcher): LineReader {
  const { kind, shown } = source;
  const place = AGENT_KINDS.get(kind) ?? (kind === 'system-log' ? 'system' : null);
  return place === null ? inOutput(source, order, name) : inAgentLog({ shown, kind: place, order }, name);
}

function inOutput({ shown, output }: Source, order: number, name: NameMatcher): LineReader {
  const at = output?.runId == null ? null : parseRunId(output.runId);
  const time: Moment = { at, clock: output === null ? 'local' : 'utc', order };
  const key = output === null ? operationKey({ kind: 'package-log', file: shown }) : runKey(output);
  return (span) => {
    const line = textOf(span);
    const match = name.matcher.exec(line);
    if (match === null) return null;
    const ahead = endOfLinesAhead(span.bytes, span.end, span.ceiling);
    return {
      sighting: outputSighting(span, { shown, order, time }, line, match.index),
      operationKey: key,
      text: ahead > span.end ? `${line}\n${decode(span.bytes, span.end, ahead)}` : line,
      within: line.length + 1,
      isError: false,
      associationId: null,
    };
  };
}

/** In the agent's description of an association, beside the name of its document. */
const ASSOCIATION = /"AssociationId": {0,2}"([0-9a-f-]{36})"/;
const AGENT: OperationScope = { kind: 'agent' };

function inAgentLog(file: FileFacts, name: NameMatcher): LineReader {
  return (span) => {
    const read = readAgentText(span, file);
    if (!name.names(read.text)) return null;
    const { body, level, contexts } = read.record;
    return {
      sighting: agentSighting(span, file, read, name.matcher.exec(body)?.index ?? 0),
      operationKey: operationKey(read.foreign ? AGENT : scopeOf(correlate(contexts))),
      text: body,
      within: body.length + 1,
      isError: !read.foreign && (level === 'ERROR' || level === 'CRITICAL'),
      associationId: ASSOCIATION.exec(body)?.[1] ?? null,
    };
  };
}
