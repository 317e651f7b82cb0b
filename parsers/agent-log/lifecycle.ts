/** What the agent's log tells of the life of a run, whatever else the record says. */
export type LifecycleEvent =
  | { readonly kind: 'started'; readonly run: RunName }
  | { readonly kind: 'ended'; readonly run: RunName }
  /** A step ended; `status` is null where it was stopped: no exit status is told then. */
  | { readonly kind: 'step-ended'; readonly run: RunName; readonly status: number | null };

/** A command by its id; an association and the time of its run. */
export interface RunName {
  readonly documentId: string;
  readonly runId: string | null;
}

/** A document as the agent names it: `<command>`, `<association>.<run>`, at times in `aws.ssm.<command>.<node>`. */
const DOCUMENT =
  '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\\.(\\d{4}-\\d\\d-\\d\\dT[\\d-]{8}(?:\\.\\d{1,9})?Z?))?';
const UNTIL = '[^\\n]{0,300}?';

/**
 * Records of the agent's processor and of the document worker (ssm-agent `framework/processor`, `docmanager`,
 * `executers`), 2.x and 3.x. One expression, so that a text is gone through once.
 */
const RECORDS = new RegExp(
  [
    `document: ${DOCUMENT} worker started`,
    `sending document: ${DOCUMENT} complete response`,
    `execution of (?:aws\\.ssm\\.)?${DOCUMENT}${UNTIL} is over`,
    `\\[${DOCUMENT}\\]${UNTIL}(?:document execution complete|(?:execution of command |Command )(?:returned Exit Status: (-?\\d{1,10})|was (?:timedout|cancelled)))`,
  ].join('|'),
  'g',
);

/** What whole lines of an agent's log tell of runs, in order. */
export function lifecycleIn(text: string): LifecycleEvent[] {
  const events: LifecycleEvent[] = [];
  for (const match of text.matchAll(RECORDS)) {
    const [all, startedId, startedRun, sentId, sentRun, overId, overRun, stepId, stepRun, status] = match;
    if (startedId !== undefined) events.push({ kind: 'started', run: nameOf(startedId, startedRun) });
    else if (sentId !== undefined) events.push({ kind: 'ended', run: nameOf(sentId, sentRun) });
    else if (overId !== undefined) events.push({ kind: 'ended', run: nameOf(overId, overRun) });
    else if (stepId !== undefined && all.endsWith('complete'))
      events.push({ kind: 'ended', run: nameOf(stepId, stepRun) });
    else if (stepId !== undefined)
      events.push({
        kind: 'step-ended',
        run: nameOf(stepId, stepRun),
        status: status === undefined ? null : Number(status),
      });
  }
  return events;
}

function nameOf(documentId: string, runId: string | undefined): RunName {
  return { documentId, runId: runId ?? null };
}
