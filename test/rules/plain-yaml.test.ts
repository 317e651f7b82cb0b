import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAlias, isNode, parseDocument, visit } from 'yaml';
import { valueOfPlainYaml } from '../../src/rules/plain-yaml.ts';

const CAUSES = join(import.meta.dirname, '../../src/causes');
const FILES = readdirSync(CAUSES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => readFileSync(join(CAUSES, name), 'utf8'));

const PARTS = [
  ...[
    'a',
    'b: ',
    '- ',
    '? ',
    ': ',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ', ',
    '#',
    ' # c',
  ],
  ...[
    '|',
    '>',
    '|-\n  x',
    '>+\n  y\n',
    'x: |2\n   z\n',
    'k: v\n',
    'l:\n- x\n- y\n',
    '&a ',
    '*a',
    '!t ',
    '!!str ',
  ],
  ...[
    '%',
    '---',
    '...',
    '\t',
    '\\',
    '\\n',
    '\\x41',
    '\\q',
    '@',
    '`',
    '=',
    '-',
    '<<: ',
    '__proto__: ',
    '\r\n',
    'é',
  ],
  ...[
    '1',
    '0x1F',
    '0o17',
    '017',
    '1_000',
    '.5',
    '1e3',
    '1e311',
    '.inf',
    '-.INF',
    '.nan',
    '+1',
    '-0',
    '0b1',
    '1.',
  ],
  ...['~', 'null', 'Null', 'true', 'True', 'yes', 'no', '2026-11-20', '12:30:00', '9007199254740993'],
  ...['\u0085', '\u2028', '\ufeff', '\0', '\u0007'],
];

/** What the parser makes of a text that keeps places; `wrong` when it does not take it. */
function strictly(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'error', prettyErrors: false });
  let isWrong = document.errors.length + document.warnings.length > 0;
  visit(document, (_key, node) => {
    if (isNode(node) && (isAlias(node) || node.anchor !== undefined || node.tag !== undefined))
      isWrong = true;
  });
  return isWrong ? 'wrong' : { value: document.toJS({ maxAliasCount: 0 }) };
}

/** Both agree, or it is left to the other one; gives whether it is not. */
function agrees(text: string): boolean {
  const plain = valueOfPlainYaml(text);
  if (plain !== null) expect([text, plain]).toEqual([text, strictly(text)]);
  return plain !== null;
}

describe('a plain YAML file', () => {
  test('has the value that the other parser gives it; most files of the catalogue are plain', () => {
    const plain = FILES.filter(agrees).length;
    expect(plain).toBeGreaterThan(0.7 * FILES.length);
  });

  test('has it, whatever it is made of', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PARTS), { maxLength: 14 }), (parts) => {
        if (agrees(parts.join(''))) plain++;
      }),
      { numRuns: 20_000 },
    );
    expect(plain).toBeGreaterThan(5000);
  });

  test('has it, wherever it was changed', () => {
    const edit = fc.tuple(fc.nat(2500), fc.constantFrom(...PARTS), fc.nat(3));
    let plain = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...FILES),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (file, edits) => {
          let text = file.slice(0, 2500);
          for (const [place, part, removed] of edits) {
            const at = place % (text.length + 1);
            text = text.slice(0, at) + part + text.slice(at + removed);
          }
          if (agrees(text)) plain++;
        },
      ),
      { numRuns: 1500 },
    );
    expect(plain).toBeGreaterThan(200);
  });
});
