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
function document(name: string, joint = '\\.'): string {
  return `(?<${name}Id>${UUID})(?:${joint}(?<${name}Run>${RUN_ID}))?`;
}

/**
 * Records of the agent's processor and of the document worker (ssm-agent `framework/processor`, `docmanager`,
 * `executers`, `messageservice/interactor/mgsinteractor`), 2.x and 3.x. One expression, so that a text is gone through
 * once.
 */
const RECORDS = new RegExp(
  [
    `document: ${document('worker')} worker started`,
    `sending document: ${document('sent')} complete response`,
    `execution of (?:aws\\.ssm\\.)?${document('over')}${UNTIL} is over`,
    `\\[${document('channel')}\\] inter process communication started`,
    `\\[${document('step')}\\]${UNTIL}(?:(?<isDone>document execution complete)|(?:execution of command |Command )(?:returned Exit Status: (?<exit>-?\\d{1,10})|was (?:timedout|cancelled)))`,
    `failed to create orchestrationDir directory at ${UNTIL}[\\\\/]${document('unmade', '[\\\\/]')}`,
    `received reply for RunCommandResult (?:aws\\.ssm\\.)?${document('reply')}${UNTIL} with message id (?<reply>${UUID})`,
    // Of a reply that is logged as JSON; in what a step printed the quotes are escaped.
    '(?:^|\\n)  "documentStatus": "(?<status>Success|Failed|TimedOut|Cancelled|InProgress)"',
    `successfully sent reply message id: (?<sentReply>${UUID})`,
  ].join('|'),
  'g',
);

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
    return [...text.matchAll(RECORDS)].flatMap((match) => this.#eventOf(match) ?? []);
  }

  #eventOf({ groups = {} }: RegExpExecArray): LifecycleEvent | null {
    const { exit, isDone, reply, status, sentReply } = groups;
    const started = runOf(groups, 'worker') ?? runOf(groups, 'channel');
    if (started !== null) return { kind: 'started', run: started };
    const step = runOf(groups, 'step');
    if (step !== null && isDone === undefined)
      return { kind: 'step-ended', run: step, status: exit === undefined ? null : Number(exit) };
    const ended = step ?? runOf(groups, 'sent');
    if (ended !== null) return { kind: 'ended', run: ended };
    const over = runOf(groups, 'over');
    if (over !== null) return { kind: 'over', run: over };
    const unmade = runOf(groups, 'unmade');
    if (unmade !== null) return { kind: 'not-begun', run: unmade };
    const replied = runOf(groups, 'reply');
    if (replied !== null && reply !== undefined) this.#expect(reply, replied);
    if (status !== undefined) this.#status = status;
    return sentReply === undefined ? null : this.#sent(sentReply);
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

function runOf(groups: Readonly<Record<string, string | undefined>>, name: string): RunName | null {
  const documentId = groups[`${name}Id`];
  return documentId === undefined ? null : { documentId, runId: groups[`${name}Run`] ?? null };
}
