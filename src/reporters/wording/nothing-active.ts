import type { Coverage, Report } from '../../report/report.ts';
import { isTelling, wasRead } from '../../report/verdict.ts';
import type { Selection } from './selection.ts';
import { counted, numberText, spaced } from './words.ts';

const KINDS_NAMED = 5;

/** How a format writes what comes from outside into a sentence. */
export interface Quoting {
  readonly path: (text: string) => string;
  readonly word: (text: string) => string;
}

/** What to say in place of causes: why nothing is wrong, or why nothing can be said and how to change that. */
export function nothingActiveText(report: Report, selection: Selection, quoting: Quoting): string {
  const read = report.coverage.filter(wasRead);
  if (!read.some(isTelling)) return nothingReadText(report, quoting);
  const sentences = [
    `Read ${counted(read.length, 'file')} (${kindsText(read, quoting)}): no cause is active.`,
    ...(report.verdict === 'compliant' ? reassurances(selection) : doubts(report, selection)),
  ];
  return sentences.join(' ');
}

function nothingReadText({ run, node }: Report, quoting: Quoting): string {
  const user = node.platform === 'windows' ? 'Administrator' : 'root';
  return (
    `No log, run or patch state of Systems Manager was read under ${quoting.path(run.root)}, so nothing can be said. ` +
    `Is the SSM Agent installed, is this the right --root, and does the program run as ${user}?`
  );
}

function reassurances({ recovered }: Selection): string[] {
  const passed = recovered.length > 0 ? ['What went wrong before has recovered since.'] : [];
  return [...passed, 'Each error line is known and explained.'];
}

function doubts({ unrecognized }: Report, { cut }: Selection): string[] {
  const sentences: string[] = [];
  if (cut.length > 0) {
    sentences.push(`But ${counted(cut.length, 'file')} could not be read whole, and a cause may hide there.`);
  }
  if (unrecognized.length > 0) {
    const lines = `${counted(unrecognized.length, 'error line is', 'error lines are')} not in the catalogue`;
    sentences.push(`${lines} and may be the cause: read below, decide yourself.`);
  }
  return sentences;
}

function kindsText(read: readonly Coverage[], quoting: Quoting): string {
  const counts = new Map<string, number>();
  for (const { kind } of read) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1]);
  const named = ranked
    .slice(0, KINDS_NAMED)
    .map(([kind, count]) => `${numberText(count)} ${quoting.word(spaced(kind))}`);
  const rest = ranked.slice(KINDS_NAMED).reduce((sum, [, count]) => sum + count, 0);
  return (rest > 0 ? [...named, `${numberText(rest)} other`] : named).join(', ');
}
