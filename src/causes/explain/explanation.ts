import type { Platform, RemedyStep, Severity } from '../../vocabulary.ts';
import type { RecordFamily } from '../cause.ts';
import type { StatusOutcome } from '../codes/exit-status-meaning.ts';

/**
 * What the product knows about a cause or a code, without looking at any node. `schemaVersion` follows the rule of the
 * report: the first number changes when a field is removed or changes its meaning, the second when one is added.
 */
export interface Explanation {
  readonly schemaVersion: '1.0';
  readonly catalogVersion: string;
  /** What was asked for, as given; null when everything was. */
  readonly asked: string | null;
  /** The cause that was asked for; empty for a code. */
  readonly causes: readonly CauseExplanation[];
  /** The meanings of the code, the most likely first; empty for a cause. */
  readonly codes: readonly CodeExplanation[];
  /** Every cause by area; empty unless everything was asked for. */
  readonly areas: readonly AreaListing[];
}

export interface CauseExplanation {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly severity: Severity;
  readonly platforms: readonly Platform[];
  /** `generic`: the answer only when nothing specific is found in the same operation. */
  readonly generality: 'specific' | 'generic';
  readonly meaning: string;
  /** How many patterns of lines lead to it. */
  readonly patterns: number;
  /** Some lines that lead to it. */
  readonly lines: readonly ExampleLine[];
  /** State files and probes that lead to it. */
  readonly recognisedBy: readonly string[];
  readonly remedy: readonly RemedyStep[];
  readonly verify: string;
  /** What closes a finding of it. */
  readonly recoveredBy: string;
  readonly leadsTo: readonly string[];
  readonly docUrl: string | null;
}

export interface ExampleLine {
  readonly in: readonly RecordFamily[];
  readonly line: string;
}

export interface CodeExplanation {
  /** `exit-status`: of a step or program. `hresult`, `win32`: of Windows. */
  readonly kind: 'exit-status' | 'hresult' | 'win32';
  /** Signed 32-bit. */
  readonly value: number;
  /** `0x80072EE2`. */
  readonly hex: string;
  readonly name: string | null;
  /** Who gives it this meaning. */
  readonly by: string;
  readonly platforms: readonly Platform[];
  /** What becomes of a step that ends with it; null where it is no status of a step. */
  readonly outcome: StatusOutcome | null;
  readonly meaning: string;
  /** What misleads; empty when nothing does. */
  readonly trap: string;
  /** What to do; empty where the causes say it. */
  readonly remedy: string;
  readonly causes: readonly CauseName[];
}

export interface AreaListing {
  readonly area: string;
  readonly causes: readonly CauseSummary[];
}

export interface CauseName {
  readonly id: string;
  readonly title: string;
}

export interface CauseSummary extends CauseName {
  readonly severity: Severity;
  readonly platforms: readonly Platform[];
}
