import { parseStamp, utcOf } from '../agent-log/stamp.ts';

/** When a record of a Windows log was written. */
export interface WindowsStamp {
  /** As written. */
  readonly stamp: string;
  /** Milliseconds: local time as if it were UTC, or UTC, as `clock` says. */
  readonly at: number;
  readonly clock: 'local' | 'utc';
}

/** `2026-11-20 10:20:30, Info  CBS  …`, as servicing and DISM write. */
const SERVICING = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?=, (?:Info|Warning|Error)\s)/;
/** WindowsUpdate.log up to 2012 R2: tabs, milliseconds behind a colon, process and thread. */
const UPDATE = /^(\d{4}-\d{2}-\d{2})\t(\d{2}:\d{2}:\d{2}):(\d{3})\t/;
/** WindowsUpdate.log as made by Get-WindowsUpdateLog: the date as the locale has it, and seven digits of the second. */
const TRACED = /^\d{4}([/.-])\d{2}\1\d{2} \d{2}:\d{2}:\d{2}\.\d{7}(?= )/;
/** ReportingEvents.log: an id, and a time with its distance from UTC. */
const REPORTED =
  /^\{[0-9A-Fa-f-]{36}\}\t((\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}):(\d{3})([+-])(\d{2})(\d{2}))\t/;
/** The patch module and AWS-InstallWindowsUpdates. */
const MODULE = /^((\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2}):(\d{2})) UTC \| /;
/** An event as XML, by itself or one of many in a line. */
const EVENT = /<TimeCreated SystemTime=['"](\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z)/g;
/** Longest event that is looked back over for its time. */
const EVENT_REACH = 8192;

/** Time of the record in which the character at `at` stands; null when the text has none of these heads. */
export function parseWindowsStamp(text: string, at: number): WindowsStamp | null {
  const local = SERVICING.exec(text)?.[0] ?? TRACED.exec(text)?.[0];
  if (local !== undefined) {
    const day = local.slice(0, 10).replaceAll('.', '-');
    return stampOf(local, parseStamp(day + local.slice(10)), 'local');
  }
  const update = UPDATE.exec(text);
  if (update !== null) {
    const [, day, time, milliseconds] = update;
    return stampOf(`${day} ${time}:${milliseconds}`, parseStamp(`${day} ${time}.${milliseconds}`), 'local');
  }
  return reportedStamp(text) ?? moduleStamp(text) ?? eventStamp(text, at);
}

function reportedStamp(text: string): WindowsStamp | null {
  const match = REPORTED.exec(text);
  if (match === null) return null;
  const [, stamp = '', time, milliseconds, sign, hours, minutes] = match;
  const local = parseStamp(`${time}.${milliseconds}`);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return stampOf(stamp, local === null ? null : local - (sign === '-' ? -offset : offset), 'utc');
}

function moduleStamp(text: string): WindowsStamp | null {
  const match = MODULE.exec(text);
  if (match === null) return null;
  const [, stamp = '', month, day, year, hour, minute, second] = match;
  const at = utcOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return stampOf(`${stamp} UTC`, at, 'utc');
}

function eventStamp(text: string, at: number): WindowsStamp | null {
  if (!text.includes('<TimeCreated')) return null;
  const before = [...text.slice(Math.max(0, at - EVENT_REACH), at + EVENT_REACH).matchAll(EVENT)];
  const reach = Math.min(at, EVENT_REACH);
  const own = before.findLast(({ index }) => index <= reach) ?? before[0];
  return own?.[1] === undefined ? null : stampOf(own[1], Date.parse(own[1]), 'utc');
}

function stampOf(stamp: string, at: number | null, clock: WindowsStamp['clock']): WindowsStamp | null {
  return at === null || Number.isNaN(at) ? null : { stamp, at, clock };
}
