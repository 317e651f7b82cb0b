import { readFileSync } from 'node:fs';
import { ruleSchema } from '../src/rules/schema.ts';

const ORDINARY = 'build-scripts/ordinary.txt';

/** The module that holds the ordinary lines, by which the product chooses the literals of rules. */
export function generateOrdinary(): string {
  const text = JSON.stringify(readFileSync(ORDINARY, 'utf8'));
  return `/** Lines as every log has them, from ${ORDINARY}. */\nexport const ORDINARY =\n  ${text};\n`;
}

/** The schema of rule files, for editors and for other programs. */
export function generateRuleSchema(): string {
  return `${JSON.stringify(ruleSchema(), null, 2)}\n`;
}
