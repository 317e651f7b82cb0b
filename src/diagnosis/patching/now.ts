import type { Boot } from './boots.ts';

/** What is known of the node at the time of the report, and not from its files. */
export interface NodeNow {
  /** Milliseconds UTC that the report takes for now; null when the evidence names no time. */
  readonly now: number | null;
  /** The files are those of this running machine: what should be there and is not says something. */
  readonly isLive: boolean;
  /** The program of the agent lies where it can be expected. */
  readonly hasProgram: boolean;
  /** When the running machine started; null on a copy. */
  readonly boot: Boot | null;
}

/** Nothing but the files. */
export const ONLY_FILES: NodeNow = { now: null, isLive: false, hasProgram: true, boot: null };
