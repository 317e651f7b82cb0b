import type { CheckAnswer, CheckOutcome, CheckReport, CheckStatus } from '../../report/check-report.ts';
import { counted, durationText } from './words.ts';

const ANSWERS: Readonly<Record<CheckAnswer, string>> = {
  ok: 'ok',
  failed: 'failed',
  'not-seen': 'not seen',
};

export const STATUS_WORDS: Readonly<Record<CheckStatus, string>> = {
  ok: 'ok',
  failed: 'failed',
  'not-applicable': 'not here',
  'not-readable': 'not seen',
  'timed-out': 'timed out',
  crashed: 'crashed',
};

/** The answer in words. */
export function checkAnswerText({ answer }: Pick<CheckReport, 'answer'>): string {
  return ANSWERS[answer];
}

/** The numbers behind the answer. */
export function checkCounts({ outcomes }: CheckReport): string {
  const of = (statuses: readonly CheckStatus[], weight?: CheckOutcome['weight']): number =>
    outcomes.filter((one) => statuses.includes(one.status) && (weight === undefined || one.weight === weight))
      .length;
  const optional = of(['failed'], 'optional');
  const unseen = of(['not-readable', 'timed-out', 'crashed']);
  const parts = [
    `${of(['failed'], 'required')} of ${counted(of(['ok', 'failed']) + unseen, 'check')} failed`,
    ...(optional > 0 ? [`${counted(optional, 'optional one')} failed`] : []),
    ...(unseen > 0 ? [`${unseen} could not see`] : []),
  ];
  return parts.join(', ');
}

/** Which machine, how long it took, and as whom. */
export function checkNodeTexts({ node, run }: CheckReport): string[] {
  return [
    node.id ?? 'node id unknown',
    node.platform,
    node.region ?? 'region unknown',
    durationText(run.durationMs),
    ...(run.isPrivileged ? [] : ['as an ordinary user']),
    ...(/^(?:\/|[A-Z]:\\)$/.test(run.root) ? [] : [`files at ${run.root}`]),
  ];
}

/** Outcomes that have to be told one by one: what failed, required first, then what could not be seen. */
export function toldOutcomes({ outcomes }: CheckReport): readonly CheckOutcome[] {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  return [
    ...failed.filter(({ weight }) => weight === 'required'),
    ...failed.filter(({ weight }) => weight === 'optional'),
    ...outcomes.filter(({ status }) => ['crashed', 'timed-out', 'not-readable'].includes(status)),
  ];
}
