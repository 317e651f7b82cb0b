import type { CheckFact, CheckOutcome } from '../report/check-report.ts';
import type { Platform, RemedyStep } from '../vocabulary.ts';
import type { Scene } from './scene.ts';

/** What a check concludes from its facts. */
export type Judgement =
  | { readonly status: 'ok'; readonly summary: string; readonly facts?: readonly CheckFact[] }
  | {
      readonly status: 'failed';
      /** Id in the catalogue; null where no cause says it. */
      readonly cause: string | null;
      readonly summary: string;
      readonly facts?: readonly CheckFact[];
      /** Stands before what the catalogue says about the cause. */
      readonly remedy?: readonly RemedyStep[];
    }
  /** There is nothing of the kind here; why. */
  | { readonly status: 'not-applicable'; readonly summary: string; readonly facts?: readonly CheckFact[] }
  /** What would be needed to see it. */
  | { readonly status: 'not-readable'; readonly summary: string; readonly facts?: readonly CheckFact[] };

export interface CheckText {
  /** Lower case, with hyphens. */
  readonly name: string;
  readonly title: string;
  /** `optional`: patching and being managed do without. */
  readonly weight: CheckOutcome['weight'];
  readonly platforms: readonly Platform[];
  /** Milliseconds. */
  readonly limit: number;
  /** Looks at this machine only, in milliseconds. */
  readonly isCheap: boolean;
}

/** A check: what it is called, and how it comes to its judgement. */
export interface Check extends CheckText {
  /** Stops when `signal` says so. */
  run(scene: Scene, signal: AbortSignal): Promise<Judgement>;
}

export interface CheckParts<Facts> extends Partial<Omit<CheckText, 'name' | 'title'>> {
  readonly name: string;
  readonly title: string;
  /** Asks the machine. */
  readonly gather: (scene: Scene, signal: AbortSignal) => Facts | Promise<Facts>;
  /** Says what the facts mean; pure. */
  readonly judge: (facts: Facts) => Judgement;
}

export const ALL: readonly Platform[] = ['linux', 'macos', 'windows'];
const USUAL = { weight: 'required', platforms: ALL, limit: 2000, isCheap: true } as const;

/** Makes a check of its parts. */
export function check<Facts>({ gather, judge, ...text }: CheckParts<Facts>): Check {
  return {
    ...USUAL,
    ...text,
    run: async (scene, signal) => judge(await gather(scene, signal)),
  };
}

/** A fact as text; null values are left out. */
export function factsOf(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): CheckFact[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ name, value: String(value) }],
  );
}
