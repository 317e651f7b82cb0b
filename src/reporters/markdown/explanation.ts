import type { CauseExplanation, CodeExplanation, Explanation } from '../../causes/explain/explanation.ts';
import { codeFactTexts, codeHeadText, recognitionText, wherefrom } from '../wording/explanation-texts.ts';
import { effectText, platformNames } from '../wording/words.ts';
import { code, link, prose } from './inert.ts';

/** An explanation as Markdown, with a final line break. */
export function explanationToMarkdown({ causes, codes, areas }: Explanation): string {
  const lines = [
    ...causes.flatMap((cause) => causeSection(cause, '#')),
    ...(codes.length > 0 ? [`# ${code(codeHeadText(codes))}`, ''] : []),
    ...codes.flatMap(codeSection),
    ...areas.flatMap(({ area, causes: all }) => [
      `## Area ${area}`,
      '',
      '| Cause | Severity | Title |',
      '| --- | --- | --- |',
      ...all.map(({ id, severity, title }) => `| ${code(id)} | ${severity} | ${prose(title)} |`),
      '',
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** One cause under a heading of its id. */
export function causeSection(cause: CauseExplanation, heading: '#' | '###'): string[] {
  const { id, title, area, severity, platforms, generality, meaning } = cause;
  const { lines, recognisedBy, remedy, verify, recoveredBy, leadsTo, docUrl } = cause;
  return [
    `${heading} ${id}`,
    '',
    `**${prose(title)}**`,
    '',
    `${severity}, ${generality}, area ${area}, on ${platformNames(platforms)}`,
    '',
    prose(meaning),
    '',
    `Recognised by ${recognitionText(cause)}:`,
    '',
    ...lines.map((example) => `- ${wherefrom(example)}: ${code(example.line)}`),
    ...recognisedBy.map((way) => `- ${prose(way)}`),
    '',
    'Fix:',
    '',
    ...remedy.map((step, index) => `${index + 1}. ${prose(step.step)} (${effectText(step)})`),
    '',
    `Verify: ${prose(verify)}`,
    '',
    `Over with: ${prose(recoveredBy)}`,
    '',
    ...(leadsTo.length > 0 ? [`Leads to: ${leadsTo.map(code).join(', ')}`, ''] : []),
    ...(docUrl === null ? [] : [`More: ${link(docUrl)}`, '']),
  ];
}

function codeSection(meaning: CodeExplanation): string[] {
  return [
    `## ${codeFactTexts(meaning).map(prose).join(', ')}`,
    '',
    prose(meaning.meaning),
    '',
    ...(meaning.trap === '' ? [] : [`Beware: ${prose(meaning.trap)}`, '']),
    ...(meaning.remedy === '' ? [] : [`Fix: ${prose(meaning.remedy)}`, '']),
    ...meaning.causes.map(({ id, title }) => `- ${code(id)}: ${prose(title)}`),
    ...(meaning.causes.length > 0 ? [''] : []),
  ];
}
