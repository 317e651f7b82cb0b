import type { Report, Verdict } from '../../report/report.ts';
import type {
  PatchCountsEntry,
  PatchEntry,
  RunEntry,
  SubjectAnswer,
  SubjectReport,
} from '../../report/subject-report.ts';
import { timeText } from './times.ts';
import { counted, spaced } from './words.ts';

const ANSWERS: Readonly<Record<SubjectAnswer, string>> = {
  active: 'something is wrong',
  recovered: 'something was wrong, and has recovered',
  'no-trouble': 'named, and nothing is wrong with it',
  'not-named': 'nothing on this node names it',
  inconclusive: 'no cause found, but not all is known',
};

const KINDS: Readonly<Record<SubjectReport['subject']['kind'], string>> = {
  cause: 'cause',
  document: 'document',
  name: 'package or other name',
  patch: 'Windows update',
  run: 'association or command',
};

/** The answer in words. */
export function answerText({ answer, subject }: SubjectReport): string {
  return answer === 'not-named' && subject.kind === 'cause' ? 'does not show on this node' : ANSWERS[answer];
}

/** What the subject was taken for. */
export function kindText({ subject }: SubjectReport): string {
  return KINDS[subject.kind];
}

/** The verdict of a report on the subject alone. */
export function verdictOfAnswer(answer: SubjectAnswer): Verdict {
  if (answer === 'active') return 'non-compliant';
  return answer === 'inconclusive' ? 'inconclusive' : 'compliant';
}

/** The findings about the subject, and of its last run, as a report of their own. */
export function reportOnSubject(report: SubjectReport): Report {
  const { tool, node, run, answer, findings, runFindings, unrecognized, coverage } = report;
  return {
    schemaVersion: '1.0',
    ...{ tool, node, run, verdict: verdictOfAnswer(answer) },
    findings: [...findings, ...runFindings],
    ...{ unrecognized, harmless: [], coverage, live: null },
  };
}

/** What to say where nothing names the subject. */
export function notNamedText({ coverage, subject }: SubjectReport): string {
  const read = counted(coverage.filter(({ status }) => status !== 'skipped').length, 'file');
  const verb = subject.kind === 'cause' ? 'show' : 'be named';
  return `Nothing in the ${read} that could be read ${subject.kind === 'cause' ? 'shows' : 'names'} it. It would ${verb} in:`;
}

/** State and time of a patch. Not printable yet. */
export function patchText({ title, state, compliant, installedAt }: PatchEntry): string {
  const when = installedAt === null ? '' : ` since ${timeText(installedAt)}`;
  return `${state}${when}: ${title}${compliant ? '' : ' (not compliant)'}`;
}

/** What the last patch operation counted; null where it counted nothing that makes a node non-compliant. */
export function countsText(last: PatchCountsEntry): string {
  const counts: readonly (readonly [number | null, string])[] = [
    [last.missing, 'missing'],
    [last.failed, 'failed'],
    [last.pendingReboot, 'pending a reboot'],
    [last.rejected, 'rejected'],
  ];
  const said = counts.filter(([count]) => (count ?? 0) > 0).map(([count, word]) => `${count} ${word}`);
  const what = last.operation === null ? 'patch operation' : last.operation;
  const when = last.endedAt === null ? '' : ` of ${timeText(last.endedAt)}`;
  const result = said.length > 0 ? `${said.join(', ')}, without names` : 'no patch missing or failed';
  return `${what}${when}: ${result}`;
}

/** When a run was, what it did, and how it ended; `shortId` makes ids shorter. Not printable yet. */
export function runText(
  { operation, outcome, causes, named }: RunEntry,
  shortId: (id: string) => string = (id) => id,
): string {
  const { kind, documentName, associationId, commandId, startedAt } = operation;
  const work = [spaced(kind), documentName ?? ''].filter((part) => part !== '').join(' ');
  const run =
    associationId === null ? `command ${commandId ?? operation.id}` : `association ${associationId}`;
  const parts = [
    `${startedAt === null ? 'time unknown' : timeText(startedAt)} ${work}, ${shortId(run)}`,
    outcome === 'unknown' ? 'end not known' : outcome,
    ...(causes.length > 0 ? [causes.join(' and ')] : []),
    ...(named > 0 ? [`named ${counted(named, 'time')}`] : []),
  ];
  return parts.join(', ');
}
