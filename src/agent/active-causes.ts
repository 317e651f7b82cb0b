import type { FindingEvent } from '../report/live-event.ts';
import { type HealthCause, MOST_ACTIVE } from './health.ts';

/** Causes that were told and have not passed, the latest first. */
export class ActiveCauses {
  readonly #causes = new Map<string, HealthCause>();

  /** Takes an event; says whether it deserves a report: a cause that is new, or gone. `now`: ISO 8601 UTC. */
  take({ change, cause, subject }: FindingEvent, now: string): boolean {
    const key = `${cause}\n${subject.kind}\n${subject.id}`;
    if (change === 'recovered') return this.#causes.delete(key);
    if (this.#causes.has(key)) return false;
    this.#causes.set(key, { cause, subject: subject.id, since: now });
    if (this.#causes.size > MOST_KEPT) this.#causes.delete(this.#causes.keys().next().value ?? '');
    return true;
  }

  get list(): readonly HealthCause[] {
    return [...this.#causes.values()].toReversed().slice(0, MOST_ACTIVE);
  }
}

/** Of more the oldest are forgotten: the report has them. */
const MOST_KEPT = 1000;
