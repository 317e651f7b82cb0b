import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rules in one file. */
const PER_FILE = 200;
const WORDS = ['pump', 'valve', 'gauge', 'lever', 'crank', 'flange', 'gasket', 'piston'];

/** Writes `count` made-up rules, each with a pattern and a text of its own, to files in `folder`. */
export function writeRules(folder: string, count: number): void {
  mkdirSync(folder);
  for (let from = 0; from < count; from += PER_FILE) {
    const numbers = Array.from({ length: Math.min(PER_FILE, count - from) }, (_, index) => from + index);
    writeFileSync(join(folder, `${from}.yaml`), `harmless:\n${numbers.map(ruleText).join('')}`);
  }
}

function ruleText(number: number): string {
  const text = `the ${WORDS[number % WORDS.length]} ${number} of unit`;
  const sample = `${text} east reports a pressure of 17 bar`;
  const pattern = `${text} \\w{1,20} reports a pressure of \\d{1,6} bar`;
  const where = number % 2 === 0 ? 'output' : 'agent';
  return `  - {id: pressure-${number}, in: [${where}], pattern: '${pattern}', why: 'Made up.', samples: ['${sample}']}\n`;
}
