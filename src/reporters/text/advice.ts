import type { Finding } from '../../report/report.ts';
import { counted, effectText } from '../wording/words.ts';
import { HANG, INDENT } from './block.ts';
import { indented, labelled, type Row } from './row.ts';
import { type Paper, shorten } from './sheet.ts';

/** How much of a finding is told. */
export type Telling = 'whole' | 'short';

const STEPS_WHEN_SHORT = 2;
/** Columns of advice at least. */
const ADVICE = 160;

/** What to do, in order, each step with what it changes. */
export function remedyRows(paper: Paper, { remedy }: Pick<Finding, 'remedy'>, telling: Telling): Row[] {
  const steps = telling === 'short' ? remedy.slice(0, STEPS_WHEN_SHORT) : remedy;
  const rows = steps.map((step, index) => {
    const text = `${shorten(paper, step.step, adviceColumns(paper))} [${effectText(step)}]`;
    const numbered = remedy.length > 1 ? `${index + 1}. ${text}` : text;
    return labelled(index === 0 ? 'fix' : '', numbered, HANG, INDENT);
  });
  const more = remedy.length - steps.length;
  return more > 0 ? [...rows, indented(`(${counted(more, 'more step')}: -v)`, HANG)] : rows;
}

/** How to see that it worked; nothing where the catalogue does not say. */
export function verifyRows(paper: Paper, { verify }: Pick<Finding, 'verify'>): Row[] {
  if (verify.trim() === '') return [];
  return [labelled('verify', shorten(paper, verify, adviceColumns(paper)), HANG, INDENT)];
}

/** Half a command is worse than none, so what is to be done is cut only where it is no advice any more. */
function adviceColumns({ width }: Paper): number {
  return Math.max(ADVICE, 2 * (width - HANG));
}
