import type { Subject } from '../../report/report.ts';
import type { Source } from '../../sources/source.ts';
import type { Observation, OperationState, Sighting } from '../model.ts';
import { quote } from './excerpt.ts';

/** The line of a state file that holds the character at `at`. The file itself is the proof, so it has no time. */
export function sightingInState(source: Source, text: string, at: number, order: number): Sighting {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(0, start).split('\n').length;
  const { excerpt } = quote(text.slice(start), at - start);
  return { moment: { at: null, clock: 'utc', order }, file: source.shown, line, stamp: '', excerpt };
}

/** Enters that a state file shows a cause. */
export function noteFromState(
  operation: OperationState,
  cause: string,
  subject: Subject | null,
  sighting: Sighting,
): void {
  const key = `${cause}\n${subject?.id ?? ''}\n`;
  const known = operation.observations.get(key);
  if (known !== undefined) return;
  operation.observations.set(key, observationOf(cause, subject, sighting));
}

/** An observation that rests on the state of a file, or on reasoning, and not on a pattern. */
export function observationOf(cause: string, subject: Subject | null, sighting: Sighting): Observation {
  return {
    cause,
    signal: `state-${cause.toLowerCase().replaceAll('_', '-')}`,
    subject,
    family: 'system',
    service: null,
    confidence: 'high',
    needs: 1,
    count: 1,
    first: sighting,
    last: sighting,
    context: [],
    captures: {},
    beside: new Set(),
    passesWith: 'own-run',
    closed: null,
    envelope: false,
  };
}
