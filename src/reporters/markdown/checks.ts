import type { CheckOutcome, CheckReport } from '../../report/check-report.ts';
import {
  checkAnswerText,
  checkCounts,
  checkNodeTexts,
  STATUS_WORDS,
  toldOutcomes,
} from '../wording/check-texts.ts';
import { effectText } from '../wording/words.ts';
import { code, prose } from './inert.ts';

/** Live checks as Markdown for a ticket, with a final line break: the answer, what failed, then all. */
export function checksToMarkdown(report: CheckReport): string {
  const page = [
    `# ${checkAnswerText(report).toUpperCase()}: ${checkCounts(report)}`,
    '',
    `- ${checkNodeTexts(report).map(prose).join(', ')}`,
    '',
    ...toldOutcomes(report).flatMap(section),
    '| check | result | found |',
    '| --- | --- | --- |',
    ...report.outcomes.map(
      ({ check, status, summary }) => `| ${code(check)} | ${STATUS_WORDS[status]} | ${prose(summary)} |`,
    ),
    '',
    `Made by ${prose(`${report.tool.name} ${report.tool.version}`)}`,
  ];
  return `${page.join('\n')}\n`;
}

function section({ check, status, cause, summary, facts, remedy }: CheckOutcome): string[] {
  return [
    `## ${code(check)}: ${STATUS_WORDS[status]}${cause === null ? '' : `, ${code(cause)}`}`,
    '',
    prose(summary),
    '',
    ...(facts.length === 0
      ? []
      : [...facts.map(({ name, value }) => `- ${prose(name)}: ${code(value)}`), '']),
    ...(remedy.length === 0
      ? []
      : [...remedy.map((step) => `1. ${prose(step.step)} (${effectText(step)})`), '']),
  ];
}
