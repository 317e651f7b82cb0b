import type { CheckFact, CheckOutcome } from '../report/check-report.ts';
import type { Platform, RemedyStep } from '../vocabulary.ts';
import type { Scene } from './scene.ts';

/** What a check concludes from its facts. */
export type Judgement =
  | {
      readonly status: 'ok';
      readonly summary: string;
      readonly facts?: readonly CheckFact[];
      /** Where all is well for certain, and not only well enough. */
      readonly places?: readonly string[];
    }
  | {
      readonly status: 'failed';
      /** Id in the catalogue; null where no cause says it. */
      readonly cause: string | null;
      readonly summary: string;
      readonly facts?: readonly CheckFact[];
      /** Those in which it is wrong. */
      readonly places?: readonly string[];
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
  /**
   * What it says about causes that logs tell, when a diagnosis asks. Only of checks that look at nothing but this
   * machine, in milliseconds, and read no keys.
   */
  readonly sees: Readonly<Record<string, Sight>>;
}

/**
 * What a check says about a cause. It confirms one when it fails with it. Where all is well, that cause
 * - `either-way`: does not hold now
 * - `in-places`: does not hold in the places of the judgement, and may elsewhere; its facts are on all that it looked at
 * - `failing-only`: may hold: the check sees only some of its forms
 */
export type Sight = 'either-way' | 'in-places' | 'failing-only';

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
const USUAL = { weight: 'required', platforms: ALL, limit: 2000, sees: {} } as const;

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
