import type { Catalogue } from '../../causes/catalogue.ts';
import type { FindingEvent, LiveEvent } from '../../report/live-event.ts';
import type { Finding, Operation } from '../../report/report.ts';
import { findingsOn, type Judgement, judgementOf } from '../conclude/findings.ts';
import { operationFacts } from '../conclude/operation-facts.ts';
import type { Judged } from '../conclude/roles.ts';
import { timelineOf } from '../conclude/timeline.ts';
import type { EngineState, OperationState } from '../model.ts';
import { noPatching } from '../patching/facts.ts';
import { redactFinding } from '../redact-report.ts';
import { keyOf } from '../resume/trend.ts';
import { toldOf } from './told-of.ts';

/** What was told of a cause in an operation. */
interface Told {
  status: Finding['status'];
  count: number;
}

/** So long a generic cause waits for the specific one, in milliseconds. */
const PATIENCE = 500;
const MOST_TOLD = 4096;
/** Where that is kept which no operation of the window shows: how the node stands with its patches. */
const OF_STATE = '';

/** Tells what is new among the findings of a state that grows. Times are milliseconds of a monotonic clock. */
export class Announcer {
  readonly #state: EngineState;
  readonly #catalogue: Catalogue;
  readonly #onEvent: (event: LiveEvent) => void;
  /** By operation, then by cause and subject. */
  readonly #told = new Map<string, Map<string, Told>>();
  /** Subjects of causes that were told of any operation. */
  readonly #known = new Set<string>();
  /** Occurrences in each operation when it was judged last. */
  readonly #counts = new Map<string, number>();
  /** Generic causes that wait, by the key of their operation: until when. */
  readonly #waiting = new Map<string, number>();
  /** Operations of which something was told since all were held against each other. */
  readonly #lately = new Set<string>();

  constructor(state: EngineState, catalogue: Catalogue, onEvent: (event: LiveEvent) => void) {
    this.#state = state;
    this.#catalogue = catalogue;
    this.#onEvent = onEvent;
  }

  /** When a generic cause has waited long enough; null where none waits. */
  get waitsUntil(): number | null {
    return this.#waiting.size === 0 ? null : Math.min(...this.#waiting.values());
  }

  /** Something was told that may have passed since. */
  get hasActive(): boolean {
    for (const told of this.#told.values())
      for (const { status } of told.values()) if (status === 'active') return true;
    return false;
  }

  /** An operation, and of the runs one that is spoken of, has trouble that was not judged yet. */
  hasNews(isSpokenOf: (key: string) => boolean): boolean {
    let hasNews = false;
    // Each piece of work asks: so without the objects of a `for`, and first what most operations are not.
    this.#state.operations.forEach((operation) => {
      if (hasNews || operation.observations.size === 0 || !this.#isNews(operation)) return;
      hasNews = operation.scope.kind !== 'run' || isSpokenOf(operation.key);
    });
    return hasNews;
  }

  /** Takes what the state files say for known. `utc`: now, in milliseconds UTC. */
  learn(utc: number): void {
    const judgement = this.#judge(this.#state, utc);
    for (const finding of findingsOn(judgement, this.#ofState(judgement))) this.#note(OF_STATE, finding);
  }

  /** Tells what operations show that were not judged yet, each by itself; `isOpen`: the reason may still come. */
  announceNews(utc: number, now: number, isOpen: (key: string) => boolean): void {
    const operations = new Map([...this.#state.operations].filter(([, operation]) => this.#isDue(operation)));
    if (operations.size === 0) return;
    const judgement = this.#judge({ ...this.#state, operations, patching: noPatching() }, utc);
    for (const operation of operations.values()) {
      this.#lately.add(operation.key);
      this.#announce(judgement, operation, now, isOpen);
    }
  }

  /** Holds all operations against each other, and tells what is new, and what has passed. */
  announceAll(utc: number, now: number, isOpen: (key: string) => boolean): void {
    const judgement = this.#judge(this.#state, utc);
    const recovering = new Set(
      judgement.judged.flatMap(({ operation, recoveredBy }) => (recoveredBy === null ? [] : operation)),
    );
    for (const operation of this.#state.operations.values()) {
      const mayHavePassed = recovering.has(operation) && this.#told.has(operation.key);
      if (mayHavePassed || this.#lately.has(operation.key) || this.#isDue(operation))
        this.#announce(judgement, operation, now, isOpen);
    }
    this.#lately.clear();
    for (const finding of findingsOn(judgement, this.#ofState(judgement)))
      this.#tell(judgement, null, finding, null);
  }

  /** Forgets what concerns operations that the state has forgotten. */
  forget(keys: readonly string[]): void {
    for (const key of keys) {
      this.#counts.delete(key);
      this.#waiting.delete(key);
      this.#told.delete(key);
      this.#lately.delete(key);
    }
  }

  #announce(
    judgement: Judgement,
    operation: OperationState,
    now: number,
    isOpen: (key: string) => boolean,
  ): void {
    const { key } = operation;
    this.#counts.set(key, countOf(operation));
    const since = this.#waiting.get(key);
    this.#waiting.delete(key);
    const until = isOpen(key) ? (since ?? now + PATIENCE) : now;
    for (const finding of findingsOn(judgement, toldOf(judgement, operation)))
      this.#tell(judgement, operation, finding, until > now ? until : null);
  }

  #judge(state: EngineState, utc: number): Judgement {
    const node = { now: utc, isLive: false, hasProgram: true, boot: null };
    return judgementOf(state, this.#catalogue, timelineOf(this.#state, utc), node);
  }

  #isDue(operation: OperationState): boolean {
    return this.#isNews(operation) || this.#waiting.has(operation.key);
  }

  #isNews(operation: OperationState): boolean {
    return countOf(operation) !== (this.#counts.get(operation.key) ?? 0);
  }

  /** Troubles about how the node stands, and not about an operation that was seen. */
  #ofState({ judged }: Judgement): Judged[] {
    return judged.filter(
      ({ operation, observation, role }) =>
        role === 'root' &&
        observation.passesWith === 'node' &&
        this.#state.operations.get(operation.key) !== operation,
    );
  }

  /** `until`: how long a generic cause waits; null: it does not. */
  #tell(
    { timeline }: Judgement,
    operation: OperationState | null,
    finding: Finding,
    until: number | null,
  ): void {
    const key = operation?.key ?? OF_STATE;
    const change = this.#changeOf(key, finding);
    if (change === null) return;
    const cause = this.#catalogue.causes.get(finding.cause) ?? null;
    if (change !== 'recovered' && cause?.generality === 'generic' && until !== null) {
      this.#waiting.set(key, until);
      return;
    }
    this.#note(key, change === 'recovered' ? finding : { ...finding, status: 'active' });
    const facts =
      operation === null ? finding.operation : operationFacts(operation, cause, this.#state, timeline);
    this.#onEvent(eventOf(change, redactFinding(finding), facts));
  }

  #changeOf(key: string, finding: Finding): FindingEvent['change'] | null {
    const told = this.#told.get(key)?.get(keyOf(finding));
    const isOfRun = key.startsWith('run/');
    if (told === undefined) {
      if (isOfRun && hasPassedThere(finding)) return null;
      // What another run has mended meanwhile is told first.
      return this.#known.has(keyOf(finding)) ? 'again' : 'new';
    }
    const isMore = !isOfRun && finding.count > told.count;
    if (told.status === 'recovered') return finding.status === 'active' || isMore ? 'again' : null;
    if (finding.status === 'recovered') return 'recovered';
    return isMore ? 'again' : null;
  }

  #note(key: string, finding: Finding): void {
    const told = this.#told.get(key) ?? new Map<string, Told>();
    this.#told.set(key, told);
    told.set(keyOf(finding), { status: finding.status, count: finding.count });
    if (finding.status === 'active') this.#known.add(keyOf(finding));
    if (this.#known.size > MOST_TOLD) this.#known.clear();
  }
}

function eventOf(change: FindingEvent['change'], finding: Finding, operation: Operation): FindingEvent {
  const { cause, title, severity, confidence, subject, count, evidence, recoveredBy, remedy } = finding;
  const proof = change === 'recovered' ? recoveredBy?.evidence : evidence[0];
  return {
    type: 'finding',
    change,
    cause,
    title,
    severity,
    confidence,
    subject,
    operation,
    count,
    evidence: proof ?? null,
    remedy: remedy[0] ?? null,
  };
}

/** A step got over it itself, as one that waited for a lock. */
function hasPassedThere({ recoveredBy, evidence }: Finding): boolean {
  return recoveredBy !== null && recoveredBy.evidence.file === evidence[0]?.file;
}

function countOf({ observations }: OperationState): number {
  let count = observations.size;
  observations.forEach((observation) => {
    count += observation.count + (observation.closed === null ? 0 : 1);
  });
  return count;
}
