import type {
  AreaListing,
  CauseExplanation,
  CauseSummary,
  CodeExplanation,
  Explanation,
} from '../../causes/explain/explanation.ts';
import type { TextOptions } from '../text.ts';
import { codeFactTexts, codeHeadText, recognitionText, wherefrom } from '../wording/explanation-texts.ts';
import { counted, platformNames } from '../wording/words.ts';
import { remedyRows, verifyRows } from './advice.ts';
import { colored, uncolored } from './ansi.ts';
import { HANG, INDENT } from './block.ts';
import { BLANK, indented, labelled, layOut, plain, type Row, unbroken } from './row.ts';
import { type Paper, paperOf } from './sheet.ts';

/** An explanation for a terminal, with a final line break. Only addresses are wider than the width. */
export function explanationToText(
  { causes, codes, areas }: Explanation,
  { width, unicode, color }: Omit<TextOptions, 'verbose'>,
): string {
  const paper = paperOf(width, unicode);
  const rows = [
    ...causes.flatMap((cause) => causeRows(paper, cause)),
    ...(codes.length > 0 ? [heading(codeHeadText(codes))] : []),
    ...codes.flatMap((code, index) => [BLANK, ...codeRows(paper, code, index + 1)]),
    ...areas.flatMap((listing, index) => [...(index > 0 ? [BLANK] : []), ...areaRows(paper, listing)]),
    ...(areas.length > 0 ? [BLANK, indented('more about one: ssm-doctor explain ID', 0)] : []),
  ];
  return `${layOut(rows, paper.width, color ? colored : uncolored).join('\n')}\n`;
}

function causeRows(paper: Paper, cause: CauseExplanation): Row[] {
  const { id, title, area, severity, platforms, generality, meaning, lines, recognisedBy } = cause;
  const { recoveredBy, leadsTo, docUrl } = cause;
  const facts = `${severity}, ${generality}, area ${area}, on ${platformNames(platforms)}`;
  return [
    heading(id),
    indented(paper.print(title), INDENT),
    indented(facts, INDENT),
    BLANK,
    labelled('means', paper.print(meaning), HANG, INDENT),
    labelled('told by', recognitionText(cause), HANG, INDENT),
    ...lines.map((example) => indented(`${wherefrom(example)}: "${paper.print(example.line)}"`, HANG)),
    ...recognisedBy.map((way) => indented(paper.print(way), HANG)),
    ...remedyRows(paper, cause, 'whole'),
    ...verifyRows(paper, cause),
    labelled('over by', paper.print(recoveredBy), HANG, INDENT),
    ...(leadsTo.length > 0 ? [labelled('effects', leadsTo.join(', '), HANG, INDENT)] : []),
    ...(docUrl === null ? [] : [unbroken(labelled('more', paper.print(docUrl), HANG, INDENT))]),
  ];
}

function codeRows(paper: Paper, code: CodeExplanation, number: number): Row[] {
  const counter = { text: `${number} `.padEnd(INDENT), style: 'strong' } as const;
  return [
    { lead: [counter], text: codeFactTexts(code).join(', '), hang: INDENT, breaks: 'anywhere' },
    indented(paper.print(code.meaning), INDENT),
    ...(code.trap === '' ? [] : [labelled('beware', paper.print(code.trap), HANG, INDENT)]),
    ...(code.remedy === '' ? [] : [labelled('fix', paper.print(code.remedy), HANG, INDENT)]),
    ...code.causes.map(({ id, title }, index) =>
      labelled(index === 0 ? 'causes' : '', `${id}: ${paper.print(title)}`, HANG, INDENT),
    ),
  ];
}

function areaRows(paper: Paper, { area, causes }: AreaListing): Row[] {
  const widest = Math.max(...causes.map(({ id }) => id.length));
  return [
    heading(`${area}: ${counted(causes.length, 'cause')}`),
    ...causes.map((cause) => summaryRow(paper, cause, widest)),
  ];
}

/** Columns of the severities that stand in most rows. */
const SEVERITY = 'CRITICAL'.length;

function summaryRow(paper: Paper, { id, title, severity }: CauseSummary, widest: number): Row {
  const hang = INDENT + widest + SEVERITY + 4;
  // On a narrow page the title goes below.
  if (paper.width - hang < 20) {
    return {
      lead: [plain('   ')],
      text: `${id} ${severity}: ${paper.print(title)}`,
      hang: HANG,
      breaks: 'anywhere',
    };
  }
  const columns = `${' '.repeat(INDENT)}${id.padEnd(widest)}  ${severity.padEnd(SEVERITY)}  `;
  return { lead: [plain(columns)], text: paper.print(title), hang, breaks: 'anywhere' };
}

function heading(text: string): Row {
  return { lead: [{ text, style: 'strong' }], text: '', hang: 0, breaks: 'anywhere' };
}
