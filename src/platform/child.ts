import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { codeOf } from './files.ts';

/** A program to be run as a child, without a shell. */
export interface ChildOrder {
  readonly program: string;
  readonly args: readonly string[];
  /** All of its variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** The working folder; absent for that of this process. */
  readonly folder?: string;
  /** Milliseconds. */
  readonly longest: number;
  /** Milliseconds that it has to end by itself when it was told to; absent for five seconds, 0 for none. */
  readonly grace?: number;
  /** Bytes of its output that are kept: the first. */
  readonly mostOutput: number;
  /** Bytes of what it says to stderr that are kept: the last. */
  readonly mostErrors: number;
}

export interface EndedChild {
  readonly end: ChildEnd;
  readonly output: string;
  /** It wrote more than is kept. */
  readonly isCut: boolean;
  readonly errors: string;
}

export type ChildEnd =
  | { readonly kind: 'exited'; readonly status: number }
  /** By somebody else. */
  | { readonly kind: 'killed'; readonly signal: string }
  /** It took too long, and was ended. */
  | { readonly kind: 'late' }
  /** It was to be ended. */
  | { readonly kind: 'aborted' }
  | { readonly kind: 'not-started'; readonly code: string };

const USUAL_GRACE = 5000;
/** Milliseconds after which nobody waits for one that even the system cannot end, such as on a disk that hangs. */
const GIVE_UP_AFTER = 2000;
/** Milliseconds that are waited for the output of a child that has ended, which a child of its own may hold. */
const LINGER = 500;

/**
 * Runs a program with low priority to its end; an abort, or that it takes longer than it may, ends it: with SIGTERM,
 * and when its grace is over for good. What it started ends with it. Never throws.
 */
export function runChild(order: ChildOrder, signal: AbortSignal): Promise<EndedChild> {
  if (signal.aborted) return Promise.resolve(nothingFrom({ kind: 'aborted' }));
  let child: ChildProcess;
  try {
    child = spawn(order.program, order.args, {
      env: order.environment,
      cwd: order.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own: what is typed at the terminal of the parent does not reach it, and its own children end
      // with it.
      detached: process.platform !== 'win32',
    });
  } catch (error) {
    return Promise.resolve(nothingFrom({ kind: 'not-started', code: codeOf(error) }));
  }
  yieldTo(child);
  return new Promise((resolve) => watch(child, order, signal, resolve));
}

function watch(
  child: ChildProcess,
  order: ChildOrder,
  signal: AbortSignal,
  resolve: (ended: EndedChild) => void,
): void {
  const output = keptHead(child.stdout, order.mostOutput);
  const errors = keptTail(child.stderr, order.mostErrors);
  const timers = new Set<NodeJS.Timeout>();
  const after = (milliseconds: number, call: () => void): void => {
    timers.add(setTimeout(call, milliseconds));
  };
  let told: ChildEnd | null = null;
  let isOver = false;

  const over = (end: ChildEnd): void => {
    if (isOver) return;
    isOver = true;
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    kill(child, 'SIGKILL');
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    child.unref();
    resolve({ end: told ?? end, ...output(), errors: errors() });
  };
  const stop = (why: ChildEnd): void => {
    if (told !== null) return;
    told = why;
    const end = (): void => {
      kill(child, 'SIGKILL');
      after(GIVE_UP_AFTER, () => over(why));
    };
    const { grace = USUAL_GRACE } = order;
    if (grace > 0) {
      kill(child, 'SIGTERM');
      after(grace, end);
    } else end();
  };
  const abort = (): void => stop({ kind: 'aborted' });

  signal.addEventListener('abort', abort);
  after(order.longest, () => stop({ kind: 'late' }));
  child.on('error', (error) => {
    // A child that runs may refuse a signal; that is no end.
    if (child.pid === undefined) over({ kind: 'not-started', code: codeOf(error) });
  });
  child.on('exit', (status, by) => after(LINGER, () => over(endOf(status, by))));
  child.on('close', (status, by) => over(endOf(status, by)));
}

function endOf(status: number | null, signal: string | null): ChildEnd {
  return status === null
    ? { kind: 'killed', signal: signal ?? 'unknown signal' }
    : { kind: 'exited', status };
}

/** Some systems, and containers, do not allow it; it only runs a little faster then. */
function yieldTo({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It keeps the priority of its parent.
  }
}

/** The child with what it started; on Windows itself, which ends at once. */
function kill(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

function keptHead(stream: Readable | null, most: number): () => { output: string; isCut: boolean } {
  const chunks: Buffer[] = [];
  let size = 0;
  let isCut = false;
  stream?.on('data', (chunk: Buffer) => {
    const kept = chunk.subarray(0, most - size);
    isCut ||= kept.length < chunk.length;
    if (kept.length > 0) chunks.push(kept);
    size += kept.length;
  });
  return () => ({ output: Buffer.concat(chunks).toString('utf8'), isCut });
}

function keptTail(stream: Readable | null, most: number): () => string {
  let tail: Buffer = Buffer.alloc(0);
  stream?.on('data', (chunk: Buffer) => {
    const all = Buffer.concat([tail, chunk]);
    tail = Buffer.from(all.subarray(Math.max(0, all.length - most)));
  });
  return () => tail.toString('utf8');
}

function nothingFrom(end: ChildEnd): EndedChild {
  return { end, output: '', isCut: false, errors: '' };
}
