import type { Report, Verdict } from '../../report/report.ts';
import type {
  Check,
  CheckResult,
  VerificationAnswer,
  VerificationReport,
} from '../../report/verification-report.ts';
import { ageText, timeText } from './times.ts';
import { counted } from './words.ts';

const ANSWERS: Readonly<Record<VerificationAnswer, string>> = {
  fixed: 'fixed',
  'not-yet-provable': 'not yet provable',
  'nothing-to-verify': 'nothing to verify',
  'still-there': 'still there',
};

/** The answer in words. */
export function answerText({ answer }: Pick<VerificationReport, 'answer'>): string {
  return ANSWERS[answer];
}

/** The numbers behind the answer, or why there are none. */
export function answerTexts({ asked, checks, isCompared, answer }: VerificationReport): string[] {
  if (checks.length > 0) return RESULTS.flatMap((result) => countText(checks, result, answer));
  if (answer === 'not-yet-provable') return ['nothing shows, but not all could be read'];
  if (asked !== null) return [`${asked.cause} does not show on this node`];
  return [isCompared ? 'nothing was active in the earlier report' : 'no cause shows on this node'];
}

const RESULTS: readonly CheckResult[] = ['still-there', 'not-yet-provable', 'fixed'];

/** The answer itself is said already. */
function countText(checks: readonly Check[], result: CheckResult, answer: VerificationAnswer): string[] {
  const found = checks.filter((check) => check.result === result);
  const roots = found.filter(({ role }) => role === 'root').length;
  const others = found.length - roots;
  const parts = [
    ...(roots > 0 ? [counted(roots, 'cause')] : []),
    ...(others > 0 ? [counted(others, 'consequence')] : []),
  ];
  if (parts.length === 0) return [];
  return [result === answer ? parts.join(' and ') : `${parts.join(' and ')} ${ANSWERS[result]}`];
}

/** What the answer was held against. */
export function comparedText({ isCompared }: VerificationReport): string {
  return isCompared
    ? 'compared with the earlier report'
    : 'no earlier report to compare with; judged by the evidence alone';
}

/** Result and reason of one check. Not printable yet. */
export function checkText({ result, reason, lastSeen, proof }: Check, now: string): string {
  const last = lastSeen === null ? '' : timeWithAge(lastSeen, now);
  switch (reason) {
    case 'succeeded': {
      const when = proof?.time.utc ?? proof?.time.raw ?? '';
      return when === '' ? ANSWERS[result] : `${ANSWERS[result]}, ${timeWithAge(when, now)}`;
    }
    case 'gone':
      return `${ANSWERS[result]}: its lines are gone, and no success is there`;
    case 'nothing-since':
      return last === '' ? `${ANSWERS[result]}: nothing since` : `${ANSWERS[result]}: nothing since ${last}`;
    case 'new':
      return last === '' ? `${ANSWERS[result]}, new` : `${ANSWERS[result]}, new, last ${last}`;
    case 'repeated':
      return last === '' ? `${ANSWERS[result]}: seen again` : `${ANSWERS[result]}: seen again, last ${last}`;
    case 'happened-again':
      return last === '' ? `${ANSWERS[result]}: again` : `${ANSWERS[result]}: again ${last}`;
  }
}

function timeWithAge(time: string, now: string): string {
  const age = ageText(time, now);
  return age === null ? timeText(time) : `${timeText(time)} (${age})`;
}

/** The verification as a report without findings, for what is told about node and files. */
export function reportOnVerification({ tool, node, run, answer, coverage }: VerificationReport): Report {
  const verdict: Verdict =
    answer === 'still-there' ? 'non-compliant' : answer === 'not-yet-provable' ? 'inconclusive' : 'compliant';
  return {
    schemaVersion: '1.0',
    ...{ tool, node, run, verdict, coverage },
    findings: [],
    unrecognized: [],
    harmless: [],
    live: null,
  };
}
