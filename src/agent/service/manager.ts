import type { Step } from './steps.ts';
import type { UnitFacts } from './unit-facts.ts';

/** What starts programs with the machine, and again when they end: systemd, launchd, the Task Scheduler. */
export interface ServiceManager {
  readonly name: string;
  /** Where it has the service: a file, or the name of a task. */
  readonly place: string;
  /** Where a person's own changes to the service are, which stay when it is removed; null where there are none. */
  readonly changes: string | null;
  /** Why it cannot be used on this machine, with what was expected, what was found and what to do; or null. */
  doubt(): string | null;
  /** The service, as text. */
  textOf(facts: UnitFacts): string;
  /** What is there of that name. */
  found(): Found;
  /** Whether what was found is the service of these facts. */
  isCurrent(found: Found, facts: UnitFacts): boolean;
  standing(): Standing;
  /** What makes the service of these facts, in place of what was found, start now and with the machine. */
  install(facts: UnitFacts, found: Found): Step[];
  /** What starts the service that is there, now and with the machine. */
  start(facts: UnitFacts): Step[];
  /** What stops the service and removes it. */
  uninstall(found: Found): Step[];
}

/** What is there under the name of the service. */
export type Found =
  | { readonly kind: 'absent' }
  /** Made by this program; `text` is what tells it from others. */
  | { readonly kind: 'own'; readonly text: string }
  /** Somebody else's. */
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** What the manager says about the service; null where it does not say. */
export interface Standing {
  /** It starts with the machine. */
  readonly isEnabled: boolean | null;
  readonly isRunning: boolean | null;
  /** Of the process that runs. */
  readonly pid: number | null;
  /** The exit status of the last process, if it failed. */
  readonly failedWith: number | null;
}

export const UNKNOWN_STANDING: Standing = { isEnabled: null, isRunning: null, pid: null, failedWith: null };
