import type { CauseTexts } from '../../causes/catalogue.ts';
import type { Evidence, Finding, Report } from '../../report/report.ts';
import type { Check, CheckResult } from '../../report/verification-report.ts';
import type { KnownFinding } from '../resume/trend.ts';
import { provingSteps } from './proving.ts';
import type { Judgement } from './standing.ts';

interface Around {
  readonly report: Report;
  /** Undefined where the rule that told it is no longer used. */
  readonly texts: CauseTexts | undefined;
}

/** `about` is the finding that the check is named after, `findings` are those of now about the same. */
export function checkOf(
  about: Finding | KnownFinding,
  findings: readonly Finding[],
  { result, reason }: Judgement,
  { report: { node }, texts }: Around,
): Check {
  const { cause, subject, role, operation, lastSeen } = about;
  return {
    ...{ cause, title: texts?.title ?? '', severity: texts?.severity ?? 'INFORMATIONAL', role },
    ...{ subject, operation, result, reason },
    proof: proofOf(findings, result),
    lastSeen: latestOf(findings.map((finding) => finding.lastSeen)) ?? lastSeen,
    awaits: texts?.recoveredBy ?? '',
    verify: texts?.verify ?? '',
    proving: result === 'fixed' ? [] : provingSteps(operation, texts ?? null, node),
  };
}

/** The success that closed it last; else the newest line that shows it. */
function proofOf(findings: readonly Finding[], result: CheckResult): Evidence | null {
  const lines = findings.flatMap(({ evidence, recoveredBy }) =>
    result === 'fixed' ? (recoveredBy?.evidence ?? []) : evidence,
  );
  const latest = latestOf(lines.map(({ time }) => time.utc));
  return lines.find(({ time }) => latest === null || time.utc === latest) ?? null;
}

function latestOf(times: readonly (string | null)[]): string | null {
  return times.reduce(
    (latest, time) =>
      time !== null && (latest === null || Date.parse(time) > Date.parse(latest)) ? time : latest,
    null,
  );
}
