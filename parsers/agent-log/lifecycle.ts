/** What the agent's log tells of the life of a run, whatever else the record says. */
export type LifecycleEvent =
  | { readonly kind: 'started'; readonly run: RunName }
  /** A step ended; `status` is null where it was stopped: no exit status is told then. */
  | { readonly kind: 'step-ended'; readonly run: RunName; readonly status: number | null }
  /** A step could not begin: the folder for what it says could not be made. */
  | { readonly kind: 'not-begun'; readonly run: RunName }
  /** Its steps are done; what the agent makes of them may follow. */
  | { readonly kind: 'ended'; readonly run: RunName }
  /** What the service was told of all of it. */
  | { readonly kind: 'reported'; readonly run: RunName; readonly status: ReportedStatus }
  /** The agent has put it away. */
  | { readonly kind: 'over'; readonly run: RunName };

export type ReportedStatus = 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';

/** A command by its id; an association and the time of its run. */
export interface RunName {
  readonly documentId: string;
  readonly runId: string | null;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const RUN_ID = '\\d{4}-\\d\\d-\\d\\dT[\\d-]{8}(?:\\.\\d{1,9})?Z?';
const UNTIL = '[^\\n]{0,300}?';

/** A document as the agent names it: `<command>`, `<association>.<run>`, at times in `aws.ssm.<command>.<node>`. */
function document(joint = '\\.'): string {
  return `(${UUID})(?:${joint}(${RUN_ID}))?`;
}

/** What a record says: an event, or what makes one together with other records. */
type Said =
  | LifecycleEvent
  | { readonly kind: 'reply'; readonly message: string; readonly run: RunName }
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'sent-reply'; readonly message: string };

/** What stands in a record, and what it says by the groups of that. */
type Telling = readonly [text: string, say: (...groups: (string | undefined)[]) => Said];

/**
 * Records of the agent's processor and of the document worker (ssm-agent `framework/processor`, `docmanager`,
 * `executers`, `messageservice/interactor/mgsinteractor`), 2.x and 3.x.
 */
const RECORDS: readonly Telling[] = [
  [`document: ${document()} worker started`, (...name) => ({ kind: 'started', run: runOf(name) })],
  [`sending document: ${document()} complete response`, (...name) => ({ kind: 'ended', run: runOf(name) })],
  [
    `execution of (?:aws\\.ssm\\.)?${document()}${UNTIL} is over`,
    (...name) => ({ kind: 'over', run: runOf(name) }),
  ],
  [
    `\\[${document()}\\] inter process communication started`,
    (...name) => ({ kind: 'started', run: runOf(name) }),
  ],
  [
    `\\[${document()}\\]${UNTIL}(?:(document execution complete)|(?:execution of command |Command )(?:returned Exit Status: (-?\\d{1,10})|was (?:timedout|cancelled)))`,
    (id, run, isDone, exit) =>
      isDone === undefined
        ? { kind: 'step-ended', run: runOf([id, run]), status: exit === undefined ? null : Number(exit) }
        : { kind: 'ended', run: runOf([id, run]) },
  ],
  [
    `failed to create orchestrationDir directory at ${UNTIL}[\\\\/]${document('[\\\\/]')}`,
    (...name) => ({ kind: 'not-begun', run: runOf(name) }),
  ],
  [
    `received reply for RunCommandResult (?:aws\\.ssm\\.)?${document()}${UNTIL} with message id (${UUID})`,
    (id, run, message = '') => ({ kind: 'reply', run: runOf([id, run]), message }),
  ],
  [
    // Of a reply that is logged as JSON; in what a step printed the quotes are escaped.
    '(?:^|\\n)  "documentStatus": "(Success|Failed|TimedOut|Cancelled|InProgress)"',
    (status = '') => ({ kind: 'status', status }),
  ],
  [`successfully sent reply message id: (${UUID})`, (message = '') => ({ kind: 'sent-reply', message })],
];

/** All of them, so that a text is gone through once, and without their groups, of which each match would make objects. */
const ANY = new RegExp(RECORDS.map(([text]) => text.replace(/\((?!\?)/g, '(?:')).join('|'), 'g');
const EACH = RECORDS.map(([text, say]) => [new RegExp(`^(?:${text})$`), say] as const);

/** Replies that are not sent yet. */
const MOST_REPLIES = 256;

/** Finds what the pieces of a log tell of runs. */
export class LifecycleReader {
  /** Of which run a reply is, by the id of its message. */
  readonly #replies = new Map<string, RunName>();
  /** What the last reply says that was logged; it is sent right after that. */
  #status: string | undefined;

  /** What whole lines of an agent's log tell, in order; they follow those that were read before. */
  read(text: string): LifecycleEvent[] {
    return (text.match(ANY) ?? []).flatMap((record) => this.#eventOf(said(record)) ?? []);
  }

  #eventOf(said: Said | null): LifecycleEvent | null {
    switch (said?.kind) {
      case 'reply':
        this.#expect(said.message, said.run);
        return null;
      case 'status':
        this.#status = said.status;
        return null;
      case 'sent-reply':
        return this.#sent(said.message);
      default:
        return said;
    }
  }

  #expect(reply: string, run: RunName): void {
    if (this.#replies.size >= MOST_REPLIES) this.#replies.clear();
    this.#replies.set(reply, run);
  }

  #sent(reply: string): LifecycleEvent | null {
    const run = this.#replies.get(reply);
    const status = this.#status;
    this.#replies.delete(reply);
    this.#status = undefined;
    if (run === undefined || status === undefined || status === 'InProgress') return null;
    return { kind: 'reported', run, status: status as ReportedStatus };
  }
}

function said(record: string): Said | null {
  for (const [text, say] of EACH) {
    const match = text.exec(record);
    if (match !== null) return say(...match.slice(1));
  }
  return null;
}

function runOf([documentId = '', runId]: readonly (string | undefined)[]): RunName {
  return { documentId, runId: runId ?? null };
}
