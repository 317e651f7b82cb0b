import type { Evidence, Finding } from '../../report/report.ts';
import type { NamingLine } from '../../report/subject-report.ts';
import { evidenceOf } from '../conclude/evidence.ts';
import type { Timeline } from '../conclude/timeline.ts';
import { isTelling, type Mention, type Mentions } from './mentions.ts';

/** Lines that are listed. */
const LINES = 20;
/** Lines quoted for a finding. */
const EVIDENCE = 6;

/** The finding with the lines that name the subject before its others. */
export function withNamingLines(finding: Finding, mentions: Mentions, timeline: Timeline): Finding {
  const files = new Set(finding.evidence.map(({ file }) => file));
  const isOfFinding = ({ causes, operationKey, sighting }: Mention): boolean =>
    causes.includes(finding.cause) &&
    (operationKey === `run/${finding.operation.id}` || files.has(sighting.file));
  const naming = sorted(mentions.kept, timeline).filter(isOfFinding);
  const evidence = [...naming.map(({ sighting }) => evidenceOf(sighting, timeline)), ...finding.evidence];
  return { ...finding, evidence: withoutRepetitions(evidence).slice(0, EVIDENCE) };
}

function withoutRepetitions(evidence: readonly Evidence[]): Evidence[] {
  return evidence.filter(
    ({ file, line }, index) =>
      evidence.findIndex((other) => other.file === file && other.line === line) === index,
  );
}

/** Lines that tell of trouble before others, of each kind the latest first; what a log repeats once. */
export function linesOf(mentions: Mentions, timeline: Timeline): NamingLine[] {
  const seen = new Set<string>();
  const isNew = ({ sighting }: Mention): boolean => {
    const key = `${sighting.stamp}\n${sighting.excerpt}`;
    return !seen.has(key) && seen.add(key).size > 0;
  };
  return sorted(mentions.kept, timeline)
    .filter(isNew)
    .sort((a, b) => Number(isTelling(b)) - Number(isTelling(a)))
    .slice(0, LINES)
    .map(({ sighting, says, causes }) => ({
      evidence: evidenceOf(sighting, timeline),
      says,
      causes,
    }));
}

function sorted(mentions: readonly Mention[], timeline: Timeline): Mention[] {
  const time = ({ sighting }: Mention): number => timeline.sortKey(sighting.moment) ?? 0;
  return mentions.toSorted((a, b) => time(b) - time(a) || b.sighting.moment.order - a.sighting.moment.order);
}
