import type { TroubleCode } from './service/delivery-error.ts';

export type Target = 'compliance' | 'inventory' | 'file';

/** What became of a delivery, as a value. */
export interface DeliveryResult {
  readonly node: string;
  readonly region: string;
  readonly targets: readonly TargetResult[];
  /** What was kept by earlier runs and is delivered now: custom types. */
  readonly earlier: readonly string[];
  /** One sentence each, for people. */
  readonly notes: readonly string[];
}

export interface TargetResult {
  readonly target: Target;
  /**
   * - `delivered`, `unchanged`: it is there; it was there already
   * - `kept`: it is not there, waits on the disk, and the next run sends it
   * - `refused`: it is not there, and somebody has to do something
   */
  readonly status: 'delivered' | 'unchanged' | 'kept' | 'refused';
  /** Custom type, or path of the file. */
  readonly name: string;
  /** Why it is not there. */
  readonly trouble: Trouble | null;
  /** Whether it waits on the disk. */
  readonly isKept: boolean;
}

export interface Trouble {
  readonly code: TroubleCode | 'file';
  /** What is missing, in a sentence or two. */
  readonly message: string;
}

/** Whether all of it is where it was to be. */
export function isDelivered({ targets }: DeliveryResult): boolean {
  return targets.every(({ status }) => status === 'delivered' || status === 'unchanged');
}
