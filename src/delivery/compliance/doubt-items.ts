import type { Report, Severity, Unrecognized } from '../../report/report.ts';
import { isCut, isTelling } from '../../report/verdict.ts';
import { sendable, sendableLine } from '../sendable.ts';
import type { ComplianceItem } from '../service/requests.ts';
import { shortHash } from '../short-hash.ts';
import { detailsOf } from './details.ts';
import type { CauseGroup } from './groups.ts';
import { ownId } from './item-id.ts';

const TITLE = 200;
const TEXT = 1_000;
const EXCERPT = 600;
const LINE = 500;

/** What keeps the report from being an answer: nothing was read, or files whose missing part may hide a cause. */
export function inconclusiveItem(report: Report): ComplianceItem | null {
  const cut = report.coverage.filter(isCut);
  const isBlind = !report.coverage.some(isTelling);
  const isUnexplained = report.verdict === 'inconclusive' && report.unrecognized.length === 0;
  if (cut.length === 0 && !isBlind && !isUnexplained) return null;
  const gaps = cut.map(({ file, status, reason }) => `${file}: ${(reason ?? status).replaceAll('-', ' ')}`);
  const blindness = isBlind
    ? [`No log, run or patch state of Systems Manager was read under ${report.run.root}.`]
    : [];
  return {
    Id: ownId('INCONCLUSIVE', 'evidence'),
    Title: isBlind
      ? 'Nothing was read that tells how the node fares'
      : `Not all could be judged: ${filesText(cut.length)}`,
    Severity: 'INFORMATIONAL',
    Status: 'NON_COMPLIANT',
    Details: detailsOf({
      DetailedText: sendable([...blindness, ...gaps.sort()].join('\n'), TEXT) || 'Evidence is missing.',
    }),
  };
}

function filesText(count: number): string {
  if (count === 0) return 'evidence is missing';
  return count === 1 ? '1 file was not read whole' : `${count} files were not read whole`;
}

/** An error line that no cause knows. The id is that of its template: the same line has the same id on every node. */
export function unrecognizedItem({ template, evidence }: Unrecognized, withExcerpt: boolean): ComplianceItem {
  const [proof] = evidence;
  return {
    Id: unrecognizedId(template),
    Title: sendableLine(`Unknown error line: ${template}`, TITLE),
    Severity: 'INFORMATIONAL',
    Status: 'NON_COMPLIANT',
    Details: detailsOf({
      DetailedText: sendable(template, TEXT),
      Example: withExcerpt ? sendable(proof?.excerpt ?? '', EXCERPT) : null,
      File: sendableLine(proof?.file ?? '', LINE),
      Line: proof !== undefined && proof.line > 0 ? String(proof.line) : null,
    }),
  };
}

export function unrecognizedId(template: string): string {
  return ownId('UNRECOGNIZED', shortHash(template));
}

/** What is there but weighs less than asked for: named, so that silence is not taken for an all-clear. */
export function belowItem(
  causes: readonly CauseGroup[],
  unrecognized: number,
  minSeverity: Severity,
): ComplianceItem | null {
  if (causes.length === 0 && unrecognized === 0) return null;
  const names = [...new Set(causes.map(({ finding }) => finding.cause))].sort();
  const lines = unrecognized === 0 ? [] : [`unknown error lines: ${unrecognized}`];
  return {
    Id: ownId('BELOW', 'causes'),
    Title: `Below ${minSeverity}, and so not listed: ${causes.length + unrecognized}`,
    Severity: 'INFORMATIONAL',
    Status: 'COMPLIANT',
    Details: detailsOf({ DetailedText: sendable([...names, ...lines].join('\n'), TEXT) }),
  };
}
