import type { Coverage, Report } from '../../report/report.ts';
import { isCut, wasRead } from '../../report/verdict.ts';
import { sendable } from '../sendable.ts';
import type { ComplianceItem } from '../service/requests.ts';
import { AREAS, mayShow, shows, troubles } from './area-evidence.ts';
import { detailsOf } from './details.ts';
import { ownId } from './item-id.ts';

const NAMES: ReadonlyMap<string, string> = new Map([
  ['agent', 'SSM Agent'],
  ['association', 'Associations'],
  ['aws', 'Calls to AWS'],
  ['credentials', 'Credentials'],
  ['document', 'Document steps'],
  ['host', 'Operating system'],
  ['iam', 'Permissions'],
  ['inventory', 'Inventory'],
  ['network', 'Network'],
  ['output', 'Output of runs'],
  ['package', 'Packages'],
  ['patch', 'Patching'],
  ['repository', 'Package repositories'],
  ['windows-update', 'Windows Update'],
]);

const TEXT = 1_000;

/**
 * One item for each area that is fine: its evidence was read, nothing active is of it, of its work, or of what comes
 * before it, no file that may tell of it was cut, and no line in such files is unknown. Nothing is said of an area that was not
 * looked at.
 */
export function areaItems(report: Report): ComplianceItem[] {
  const { platform } = report.node;
  const active = report.findings.filter(({ status }) => status === 'active');
  const cut = new Set(report.coverage.filter(isCut).map(({ kind }) => kind));
  const unknown = kindsOfUnknown(report);
  const read = report.coverage.filter(wasRead);
  return AREAS.flatMap((area) => {
    if (active.some((finding) => troubles(area, finding))) return [];
    if ([...cut, ...unknown].some((kind) => kind === null || mayShow(area, kind))) return [];
    const evidence = read.filter((file) => shows(area, file, platform));
    return evidence.length === 0 ? [] : [areaItem(area, evidence)];
  });
}

/** Kinds of the files with lines that nobody knows; null for a file that is not listed. */
function kindsOfUnknown({ unrecognized, coverage }: Report): Set<string | null> {
  if (unrecognized.length === 0) return new Set();
  const kinds = new Map(coverage.map(({ file, kind }) => [file, kind]));
  return new Set(
    unrecognized.flatMap(({ evidence }) =>
      evidence.length === 0 ? [null] : evidence.map(({ file }) => kinds.get(file) ?? null),
    ),
  );
}

function areaItem(area: string, evidence: readonly Coverage[]): ComplianceItem {
  const kinds = [...new Set(evidence.map(({ kind }) => kind.replaceAll('-', ' ')))].sort();
  return {
    Id: ownId('AREA', area),
    Title: `${NAMES.get(area) ?? area}: nothing is wrong`,
    Severity: 'INFORMATIONAL',
    Status: 'COMPLIANT',
    Details: detailsOf({ DetailedText: sendable(`read: ${kinds.join(', ')}`, TEXT), Area: area }),
  };
}
