import { byArea } from '../src/causes/explain/by-area.ts';
import { explainCause } from '../src/causes/explain/explain-cause.ts';
import type { CauseExplanation } from '../src/causes/explain/explanation.ts';
import { causeSection } from '../src/reporters/markdown/explanation.ts';
import { code, prose } from '../src/reporters/markdown/inert.ts';
import { platformNames } from '../src/reporters/wording/words.ts';
import { readCatalogue } from './generate-catalogue.ts';
import { examplesOf } from './generate-examples.ts';

/** The page of all causes. */
export function generateCauseDocs(): string {
  const { causes } = readCatalogue();
  const examples = examplesOf(causes);
  const areas = byArea(causes.map((cause) => explainCause(cause, examples)));
  return [
    '# Causes',
    '',
    `The ${causes.length} causes that \`ssm-doctor\` knows, by area. \`ssm-doctor explain ID\` prints one of them. Made from the`,
    'YAML files in `src/causes` by `npm run generate`; a change belongs there.',
    '',
    'A *specific* cause is a root. A *generic* one is the answer only when nothing specific is found in the same',
    'operation. The headings are ids, which never change, so that `causes.md#repo_access_denied` stays a valid link.',
    '',
    ...areas.map(([area, all]) => `- [${area}](#area-${area}) (${all.length})`),
    '',
    ...areas.flatMap(([area, all]) => areaSection(area, all)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function areaSection(area: string, causes: readonly CauseExplanation[]): string[] {
  return [
    `## Area ${area}`,
    '',
    '| cause | severity | platforms | title |',
    '| --- | --- | --- | --- |',
    ...causes.map(
      ({ id, severity, platforms, title }) =>
        `| [${code(id)}](#${id.toLowerCase()}) | ${severity} | ${platformNames(platforms)} | ${prose(title)} |`,
    ),
    '',
    ...causes.flatMap((cause) => causeSection(cause, '###')),
  ];
}
