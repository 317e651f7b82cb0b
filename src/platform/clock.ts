import { setTimeout as sleep } from 'node:timers/promises';
import { elapsed } from './elapsed.ts';

/** Time and chance, as the sending needs them. */
export interface Clock {
  /** Milliseconds since 1970, UTC. It may jump. */
  now(): number;
  /** Milliseconds since some moment; it never jumps. */
  elapsed(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 on, below 1. */
  random(): number;
}

export function nodeClock(): Clock {
  return {
    now: Date.now,
    elapsed,
    sleep: (milliseconds) => sleep(milliseconds),
    random: Math.random,
  };
}

/** Time, and what is to happen later. */
export interface AlarmClock extends Pick<Clock, 'now' | 'elapsed'> {
  /** Calls once, so many milliseconds later; what it gives back calls that off. */
  after(milliseconds: number, call: () => void): () => void;
}

export function nodeAlarmClock(): AlarmClock {
  const { now, elapsed } = nodeClock();
  return {
    now,
    elapsed,
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}
