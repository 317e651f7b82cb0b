import { setTimeout } from 'node:timers/promises';

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
    elapsed: () => performance.now(),
    sleep: (milliseconds) => setTimeout(milliseconds),
    random: Math.random,
  };
}
