import type { Coverage, Finding } from '../../report/report.ts';
import type { PatchEntry, RunEntry, SubjectAnswer, SubjectReport } from '../../report/subject-report.ts';
import { verdictOf } from '../../report/verdict.ts';
import { operationFacts } from '../conclude/operation-facts.ts';
import { unrecognizedOf } from '../conclude/others.ts';
import { judge } from '../conclude/roles.ts';
import { endOf } from '../conclude/timeline.ts';
import { type Trouble, troublesOf } from '../conclude/troubles.ts';
import { type DiagnoseOptions, type Examined, examine, factsOf, findingsIn, timed } from '../diagnose.ts';
import { proofOf, wentWrong } from '../finish-run.ts';
import type { OperationState } from '../model.ts';
import { redactSubjectReport } from '../redact-report.ts';
import { concerns, idsOf, isNamedIn, isRunOf } from './about.ts';
import { findMentions, type Mentions } from './mentions.ts';
import { linesOf, withNamingLines } from './naming-lines.ts';
import { causeOfState, lastPatchOperation, patchEntries } from './patch-entries.ts';
import { placesOf } from './places.ts';
import { questionOf, type SubjectQuestion } from './question.ts';

/** Runs that are listed. */
const RUNS = 20;

const NO_MENTIONS: Mentions = { kept: [], count: 0, byRun: new Map(), left: [] };

/** Reads what there is under the root, and answers about one subject only. Never throws for what is in the files. */
export function answerAbout(asked: string, options: DiagnoseOptions): SubjectReport {
  const question = questionOf(asked);
  const { kind, name, inLines } = question;
  const ran = new Map<string, OperationState>();
  const examined = examine(options, (operation) => ran.set(operation.key, operation));
  const { state, catalogue, timeline, found } = examined;
  for (const operation of state.operations.values()) ran.set(operation.key, operation);
  const { files, platform } = options;
  const mentions = inLines === null ? NO_MENTIONS : findMentions(files, catalogue, found.sources, inLines);
  const ids = idsOf(question, mentions);
  const runs = latestFirst(
    [...ran.values()].filter((run) => isRunOf(question, ids, run, mentions)),
    examined,
  );
  const patches = patchEntries(files, found.sources, question, timeline);
  const isAbout = (trouble: Trouble): boolean => concerns(trouble, question, ids, mentions, patches);
  const findings = findingsIn(examined, isAbout).map((finding) =>
    withNamingLines(finding, mentions, timeline),
  );
  const facts = factsOf(options, examined);
  const report: SubjectReport = {
    schemaVersion: '1.0',
    ...facts,
    subject: { asked, kind, name },
    answer: 'inconclusive',
    findings,
    runFindings: isPatch(question) ? lastRunFindings(runs[0], findings, examined) : [],
    patches,
    lastPatchOperation: isPatch(question) ? lastPatchOperation(files, found.sources) : null,
    runs: runEntries(runs.slice(0, RUNS), mentions, examined),
    moreRuns: Math.max(0, runs.length - RUNS),
    lines: linesOf(mentions, timeline),
    lineCount: mentions.count,
    unrecognized: unrecognizedOf(state, timeline).filter((unknown) => isNamedIn(question, unknown)),
    places: placesOf(kind, name, platform),
    coverage: [...examined.coverage, ...mentions.left.map(notSearched)],
  };
  const answered = { ...report, answer: answerOf(report) };
  return redactSubjectReport({ ...answered, run: timed(report.run, options, examined) });
}

function isPatch({ kind }: SubjectQuestion): boolean {
  return kind === 'patch' || kind === 'name';
}

function latestFirst(runs: OperationState[], { timeline }: Examined): OperationState[] {
  return runs.sort(
    (a, b) => (endOf(b, timeline) ?? 0) - (endOf(a, timeline) ?? 0) || (a.key < b.key ? 1 : -1),
  );
}

/** What is wrong in the last run that names the subject, but for what is told anyway. */
function lastRunFindings(
  run: OperationState | undefined,
  told: readonly Finding[],
  examined: Examined,
): Finding[] {
  if (run === undefined) return [];
  const causes = new Set(told.map(({ cause }) => cause));
  return findingsIn(examined, ({ operation }) => operation.key === run.key).filter(
    ({ status, cause }) => status === 'active' && !causes.has(cause),
  );
}

function runEntries(
  runs: readonly OperationState[],
  mentions: Mentions,
  { state, catalogue, timeline, node }: Examined,
): RunEntry[] {
  const judged = judge(troublesOf(state, catalogue, timeline, node), catalogue, timeline);
  return runs.map((run) => {
    const roots = judged.filter(({ operation, role }) => role === 'root' && operation.key === run.key);
    const unproven = proofOf(run) === null ? 'unknown' : 'succeeded';
    return {
      operation: operationFacts(run, null, state, timeline),
      outcome: wentWrong(catalogue, run) ? 'failed' : unproven,
      causes: [...new Set(roots.map(({ observation }) => observation.cause))].sort(),
      named: mentions.byRun.get(run.key) ?? 0,
    };
  });
}

function notSearched({ shown, kind }: Mentions['left'][number]): Coverage {
  return {
    file: shown,
    kind,
    status: 'partly-read',
    reason: 'entry-limit',
    detail: 'not searched for the name; give a shorter --since',
    bytes: 0,
    lines: 0,
  };
}

function answerOf(report: SubjectReport): SubjectAnswer {
  const { findings, runFindings, patches, runs, lines, unrecognized, coverage, lineCount } = report;
  const passed = new Set(findings.filter(({ status }) => status === 'recovered').map(({ cause }) => cause));
  const isOpen = ({ state, compliant }: PatchEntry): boolean =>
    !compliant && !passed.has(causeOfState(state) ?? '');
  if (patches.some(isOpen)) return 'active';
  const verdict = verdictOf({ findings: [...findings, ...runFindings], unrecognized, coverage });
  if (verdict === 'non-compliant') return 'active';
  if (verdict === 'inconclusive' || lines.some(({ says }) => says === 'unknown-error')) return 'inconclusive';
  if (findings.length > 0) return 'recovered';
  return runs.length + patches.length + lineCount > 0 ? 'no-trouble' : 'not-named';
}
