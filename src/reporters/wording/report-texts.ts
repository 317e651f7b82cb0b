import type { Coverage, NodeIdentity, Report } from '../../report/report.ts';
import type { Selection } from './selection.ts';
import { timeText } from './times.ts';
import { counted, durationText, gapText, numberText, platformNames, sizeText, spaced } from './words.ts';

/** The numbers behind the verdict: causes, what they led to, what recovered, what is not known. */
export function verdictTexts(report: Report, { causes, consequences, recovered, cut }: Selection): string[] {
  const { unrecognized } = report;
  const they = causes.length === 1 ? 'it' : 'they';
  const parts = [answerText(report, causes.length)];
  if (consequences.length > 0) parts.push(`${numberText(consequences.length)} more that ${they} led to`);
  if (recovered.length > 0) parts.push(`${numberText(recovered.length)} recovered`);
  if (unrecognized.length > 0) parts.push(`${counted(unrecognized.length, 'line')} nobody knows`);
  if (cut.length > 0) parts.push(`${counted(cut.length, 'file')} not read`);
  return parts;
}

function answerText({ verdict }: Report, causes: number): string {
  if (verdict === 'non-compliant' || causes > 0) return counted(causes, 'cause');
  return verdict === 'compliant' ? 'nothing is wrong now' : 'no cause found, but not all is known';
}

/** How much was read and how long it took. */
export function readingText({ run }: Report): string {
  return `${counted(run.filesRead, 'file')}, ${sizeText(run.bytesRead)}, ${durationText(run.durationMs)}`;
}

/** Name of the operating system; of the platform when it is not known. Not printable yet. */
export function osName(node: NodeIdentity): string {
  return node.os === '' ? platformNames([node.platform]) : node.os;
}

/** Is the evidence that of the running machine, and not a copy below some folder? */
export function isLiveRoot(root: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]?)$/.test(root);
}

/** What is known of a file: kind, size, and why it was not read whole. Not printable yet. */
export function coverageTexts(file: Coverage, report: Report): string[] {
  const facts = [spaced(file.kind)];
  if (file.status !== 'skipped') facts.push(counted(file.lines, 'line'), sizeText(file.bytes));
  if (file.reason !== null || file.status === 'skipped') facts.push(gapText(file, report.node.platform));
  return facts;
}

/** The program and its catalogue. Not printable yet. */
export function madeByText({ tool, run }: Report): string {
  return `${tool.name} ${tool.version}, catalogue ${tool.catalogVersion}, ${timeText(run.startedAt)}`;
}
