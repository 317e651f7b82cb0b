import type { Verdict } from '../../report/report.ts';
import { isLiveRoot, osName, readingText, verdictTexts } from '../wording/report-texts.ts';
import type { Selection } from '../wording/selection.ts';
import { timeText } from '../wording/times.ts';
import type { Style } from './ansi.ts';
import { plain, type Row } from './row.ts';
import { type Sheet, shorten, shortenPath } from './sheet.ts';

const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  compliant: 'good',
  'non-compliant': 'bad',
  inconclusive: 'doubt',
};

/** The first lines: the verdict with its numbers, the node, and for a copy where it lies and how old it is. */
export function headingRows(sheet: Sheet, selection: Selection): Row[] {
  const { verdict } = sheet.report;
  const word = { text: verdict.toUpperCase(), style: VERDICT_STYLES[verdict] };
  const rows: Row[] = [
    {
      lead: [word, plain('  ')],
      text: verdictTexts(sheet.report, selection).join(', '),
      hang: 3,
      breaks: 'anywhere',
    },
    ...nodeRows(sheet),
  ];
  return rows;
}

/** Which node it is, how much was read, and for a copy where it lies and how old it is. */
export function nodeRows(sheet: Sheet): Row[] {
  const rows: Row[] = [{ lead: [], text: nodeFacts(sheet).join('  '), hang: 3, breaks: 'anywhere' }];
  const copy = copyText(sheet);
  if (copy !== null) rows.push({ lead: [], text: copy, hang: 3, breaks: 'anywhere' });
  return rows;
}

function nodeFacts(sheet: Sheet): string[] {
  const { node } = sheet.report;
  return [
    node.id === null ? 'node id unknown' : shorten(sheet, node.id, 40),
    shorten(sheet, osName(node), 40),
    node.agentVersion === null ? 'agent version unknown' : `agent ${shorten(sheet, node.agentVersion, 24)}`,
    readingText(sheet.report),
  ];
}

function copyText(sheet: Sheet): string | null {
  const { root, now } = sheet.report.run;
  if (isLiveRoot(root)) return null;
  return `copy at ${shortenPath(sheet, root, sheet.width - 30)}, as of ${shorten(sheet, timeText(now), 24)}`;
}
