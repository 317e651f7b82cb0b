import type { DeliveryResult, TargetResult } from '../../delivery/result.ts';
import type { EndedChild } from '../../platform/child.ts';
import { printable } from '../../reporters/wording/printable.ts';

/** What became of a report. */
export interface ReportOutcome {
  /**
   * - `delivered`: all is where it was to be
   * - `kept`: something is not there, waits on the disk, and the next report sends it
   * - `failed`: something is not there, and will not be by waiting
   */
  readonly kind: 'delivered' | 'kept' | 'failed';
  /** A line for people. */
  readonly message: string;
  /** Of the report; null where there is none. */
  readonly verdict: string | null;
  readonly durationMs: number;
}

/** What `report --format json` prints. */
interface Printed extends DeliveryResult {
  readonly verdict: string;
}

/** Statuses of a report that was made: all delivered, not all delivered. */
const MADE: readonly number[] = [0, 1];
/** Characters of a message. */
const LONGEST = 600;

/** What became of a report, by how the child ended that was to make it. `longest` is what it had, in milliseconds. */
export function outcomeOf(child: EndedChild, longest: number, durationMs: number): ReportOutcome {
  const failed = (message: string): ReportOutcome => {
    return { kind: 'failed', message: shortened(message), verdict: null, durationMs };
  };
  const { end, errors } = child;
  switch (end.kind) {
    case 'not-started':
      return failed(
        `the report could not be started: ${REFUSALS.get(end.code) ?? `the system says ${end.code}`}`,
      );
    case 'aborted':
      return failed('the report was stopped before it was done; the next one reads what it left');
    case 'late':
      return failed(
        `the report did not end within ${Math.round(longest / 1000)} s and was stopped${said(errors)}`,
      );
    case 'killed':
      return failed(`the report was killed (${end.signal})${KILLERS.get(end.signal) ?? ''}${said(errors)}`);
  }
  const printed = printedBy(child);
  if (!MADE.includes(end.status) || (printed === null && end.status !== 0))
    return failed(`the report ended with status ${end.status}${said(errors)}`);
  if (printed === null)
    return failed(`expected what became of the report, found ${foundIn(child)}${said(errors)}`);
  return { ...told(printed, errors), verdict: printed.verdict, durationMs };
}

const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'the program is not there any more; install it again, or start the agent anew'],
  ['EACCES', 'no permission to run the program'],
  ['EPERM', 'no permission to run the program'],
  ['EAGAIN', 'the machine allows no more processes'],
  ['ENOMEM', 'the machine has no memory for it'],
  ['EMFILE', 'too many files are open'],
]);

const KILLERS: ReadonlyMap<string, string> = new Map([
  ['SIGKILL', ', as the system does when memory runs out; see its log'],
  ['SIGABRT', ', as Node does when memory runs out'],
]);

function told({ targets, earlier }: Printed, errors: string): Pick<ReportOutcome, 'kind' | 'message'> {
  const missing = targets.filter(({ trouble }) => trouble !== null);
  if (missing.length === 0) {
    const there = [...targets.map(thereText), ...earlier.map((type) => `${type}, kept earlier`)];
    return { kind: 'delivered', message: shortened(`delivered ${there.join(', ')}${said(errors)}`) };
  }
  const isRefused = missing.some(({ status }) => status === 'refused');
  const message = missing.map(missingText).join('; ');
  return { kind: isRefused ? 'failed' : 'kept', message: shortened(`${message}${said(errors)}`) };
}

function thereText({ target, status }: TargetResult): string {
  return status === 'unchanged' ? `${target} (unchanged)` : target;
}

function missingText({ target, status, trouble }: TargetResult): string {
  return `${target} ${status}: ${trouble?.message ?? 'no reason'}`;
}

/** Null where it is something else. */
function printedBy({ output, isCut }: EndedChild): Printed | null {
  if (isCut) return null;
  try {
    const printed = JSON.parse(output) as Partial<Printed> | null;
    const isOne =
      typeof printed?.verdict === 'string' &&
      Array.isArray(printed.targets) &&
      printed.targets.every(isTargetResult) &&
      Array.isArray(printed.earlier);
    return isOne ? (printed as Printed) : null;
  } catch {
    return null;
  }
}

function isTargetResult(value: unknown): value is TargetResult {
  const result = value as Partial<TargetResult> | null;
  return typeof result?.target === 'string' && typeof result.status === 'string' && 'trouble' in result;
}

function foundIn({ output, isCut }: EndedChild): string {
  if (isCut) return 'more than it ever says';
  const [line = ''] = output.trim().split('\n');
  return line === '' ? 'nothing' : printable(line.slice(0, 80));
}

/** The last lines that the child said to stderr, without the places in its code. */
function said(errors: string): string {
  const lines = errors.split(/\r?\n/).filter((line) => line.trim() !== '' && !TRACE.test(line));
  return lines.length === 0
    ? ''
    : `; it said: ${lines
        .slice(-LINES)
        .map((line) => printable(line))
        .join(' / ')}`;
}

const LINES = 3;
const TRACE = /^\s+at |^\s*\^+$|^Node\.js v/;

function shortened(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message;
}
