import type { Evidence, Finding, Report } from '../../report/report.ts';
import {
  captureTexts,
  evidenceTimes,
  excerptLines,
  findingSeenTexts,
  liveText,
  operationTexts,
} from '../wording/finding-texts.ts';
import { effectText, placeOf, spaced } from '../wording/words.ts';
import { code, fenced, link, prose } from './inert.ts';

/** The section of one finding: facts, proof, remedy, check. */
export function findingSection(finding: Finding, number: number, { run }: Report): string[] {
  const { cause, title, severity, status, role, confidence, subject, leadsTo } = finding;
  const { recoveredBy, remedy, verify, docUrl, rule } = finding;
  return [
    `## ${number}. ${code(cause)}`,
    '',
    `**${severity}**, ${status}, ${role}, ${confidence} confidence`,
    '',
    ...(title === '' ? [] : [prose(title), '']),
    `- About: ${spaced(subject.kind)} ${code(subject.id)}`,
    `- During: ${operationTexts(finding).map(prose).join(', ')}`,
    `- Seen: ${findingSeenTexts(finding, run.now).map(prose).join(', ')}`,
    ...[liveText(finding)].flatMap((text) => (text === null ? [] : [`- Now: ${prose(text)}`])),
    ...(leadsTo.length > 0 ? [`- Led to: ${leadsTo.map(code).join(', ')}`] : []),
    ...(captureTexts(finding).length > 0 ? [`- Values: ${captureTexts(finding).map(code).join(', ')}`] : []),
    '',
    ...finding.evidence.flatMap((evidence) => evidenceBlock('Proof', evidence)),
    ...(recoveredBy === null ? [] : evidenceBlock('Cleared by', recoveredBy.evidence)),
    ...(remedy.length > 0 ? ['Fix:', ''] : []),
    ...remedy.map((step, index) => `${index + 1}. ${prose(step.step)} (${effectText(step)})`),
    ...(remedy.length > 0 ? [''] : []),
    ...(verify === '' ? [] : [`Verify: ${prose(verify)}`, '']),
    ...(docUrl === null ? [] : [`More: ${link(docUrl)}`, '']),
    ...(rule === undefined ? [] : [`Rule: ${code(rule)}`, '']),
  ];
}

/** Where a line stands and when it was written, then the line itself. */
export function evidenceBlock(label: string, evidence: Evidence): string[] {
  const facts = [code(placeOf(evidence)), ...evidenceTimes(evidence).map(prose)];
  const lines = excerptLines(evidence);
  return [`${label}: ${facts.join(', ')}`, '', ...(lines.length > 0 ? [...fenced(lines), ''] : [])];
}
