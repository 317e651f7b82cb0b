import { parseStamp } from './stamp.ts';

/** A record of the agent's logs: what stands before the message, and the message. */
export interface AgentRecord {
  /** The stamp as written; empty when there is none. */
  readonly stamp: string;
  /** Milliseconds, of the clock below (see stamp.ts); null when there is none. */
  readonly at: number | null;
  /** Nanoseconds since 1970 and log4net's stamps are UTC, all others are local time. */
  readonly clock: 'local' | 'utc';
  readonly level: AgentLevel | null;
  /** Contexts before the message, without brackets, in order. */
  readonly contexts: readonly string[];
  /** The message with its continuation lines. */
  readonly body: string;
  /** Where `body` begins in the text that was parsed. */
  readonly bodyAt: number;
}

export type AgentLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL';

const HEAD =
  /^ ?(?:(\d{1,4}[-/]\d{2}[-/]\d{2} \d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?) )?(?:\[\d+\] )?(?:(TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) +)?(?:\[[^\s\]]+ @ [^\]\s]+\] )?/;
const NO_HEAD: AgentHead = { stamp: '', at: null, clock: 'local', level: null, end: 0 };
const NANOSECONDS = /^(\d{19}) \[(Trace|Debug|Info|Warn|Error|Critical)\] /;
/** Contexts without brackets that some modules write (ssm-agent `log.WithContext`). */
const BARE_CONTEXTS = ['EC2RoleProvider ', 'SSMService ', 'UpdateS3Util ', 'CoreModuleWrapper '];

/** No record of the agent has as many; text full of brackets must not become a list. */
const MAX_CONTEXTS = 16;

/** Parses one record. Never fails: text without a head is a message without a head. */
export function parseAgentRecord(text: string, head = parseAgentHead(text)): AgentRecord {
  const contexts: string[] = [];
  const bodyAt = readContexts(text, head.end, contexts);
  const { stamp, at, clock, level } = head;
  return { stamp, at, clock, level, contexts, body: text.slice(bodyAt), bodyAt };
}

/** What stands before the contexts of a record. */
export interface AgentHead extends Pick<AgentRecord, 'stamp' | 'at' | 'clock' | 'level'> {
  /** Where the contexts begin. */
  readonly end: number;
}

/** Parses the head alone. */
export function parseAgentHead(text: string): AgentHead {
  const nano = text[19] === ' ' && text[20] === '[' ? NANOSECONDS.exec(text) : null;
  if (nano !== null) {
    const stamp = nano[1] ?? '';
    const level = (nano[2] ?? '').toUpperCase() as AgentLevel;
    return { stamp, at: Number(stamp.slice(0, 13)), clock: 'utc', level, end: nano[0].length };
  }
  const match = HEAD.exec(text);
  const stamp = match?.[1] ?? '';
  const level = (match?.[2] as AgentLevel | undefined) ?? null;
  if (match === null || (stamp === '' && level === null)) return NO_HEAD;
  // The legacy CloudWatch plugin logs with log4net's `%utcdate`, which alone has a comma.
  const clock = stamp.includes(',') ? 'utc' : 'local';
  return { stamp, at: parseStamp(stamp), clock, level, end: match[0].length };
}

/** Reads `[context] ` and bare contexts; stops at a bracket that is text of the message. */
function readContexts(text: string, from: number, into: string[]): number {
  let at = from;
  while (into.length < MAX_CONTEXTS) {
    if (text[at] !== '[') {
      const bare = BARE_CONTEXTS.find((word) => text.startsWith(word, at));
      if (bare === undefined) return at;
      into.push(bare.trimEnd());
      at += bare.length;
      continue;
    }
    const close = text.indexOf('] ', at);
    if (close < 0 || close - at > 300) return at;
    const inner = text.slice(at + 1, close);
    if (inner.includes('\n') || (inner.includes(' ') && !inner.includes('='))) return at;
    into.push(inner);
    at = close + 2;
  }
  return at;
}
