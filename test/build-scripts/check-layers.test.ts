// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts here are modules to be scanned
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { scan } from '../../build-scripts/layers/scan.ts';

const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

function check(files: Readonly<Record<string, string>>): {
  status: number | null;
  lines: string[];
  said: string;
} {
  const root = mkdtempSync(join(tmpdir(), 'layers-'));
  trees.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const result = spawnSync(process.execPath, ['build-scripts/check-layers.ts', root], { encoding: 'utf8' });
  return { status: result.status, lines: result.stderr.split('\n').filter(Boolean), said: result.stdout };
}

describe('check-layers', () => {
  it('passes a tree whose imports all go down', () => {
    const result = check({
      'src/main.ts':
        "import { run } from './cli/run.ts';\nimport { EXIT_STATUS } from './report/exit-status.ts';\nprocess.exitCode = EXIT_STATUS.usage;\n",
      'src/cli/run.ts':
        "import { readFileSync } from 'node:fs';\nexport const run = () => import('../diagnosis/engine.ts');\n",
      'src/reporters/json.ts':
        "import type { Report } from '../report/report.ts';\nimport { pad } from './pad.ts';\n",
      'src/diagnosis/engine.ts': "export * from '../../parsers/agent-log/record.ts';\n",
      'parsers/agent-log/record.ts':
        "import { XMLParser } from 'fast-xml-parser';\nexport const at = new Date(0);\n",
    });
    expect(result).toEqual({ status: 0, lines: [], said: '5 modules, each import goes down\n' });
  });

  it.each([
    [
      'src/sources/a.ts',
      "import { b } from '../diagnosis/b.ts';",
      'sources imports src/diagnosis/b.ts, but diagnosis is on a floor above',
    ],
    [
      'src/sources/a.ts',
      "export { b } from '../reading/b.ts';",
      'sources imports src/reading/b.ts, but reading is on the same floor',
    ],
    [
      'src/reading/a.ts',
      "const b = await import('../cli/b.ts');",
      'reading imports src/cli/b.ts, but cli is on a floor above',
    ],
    [
      'src/report/a.ts',
      "import type { B } from '../causes/b.ts';",
      'report imports src/causes/b.ts, but causes is on the same floor',
    ],
    [
      'src/platform/a.ts',
      "type B = import('../../parsers/b.ts').B;",
      'platform imports parsers/b.ts, but parsers is on the same floor',
    ],
    [
      'src/reporters/a.ts',
      "import '../diagnosis/b.ts';",
      'reporters sees the report only and may not import src/diagnosis/b.ts',
    ],
    [
      'src/delivery/a.ts',
      "import b = require('../diagnosis/b.ts');",
      'delivery sees the report only and may not import src/diagnosis/b.ts',
    ],
    [
      'src/host/a.ts',
      "import b from '../../test/b.ts';",
      'host imports test/b.ts, which is no part of the product',
    ],
    [
      'src/cli/a.ts',
      "import b from '../other/b.ts';",
      'cli imports src/other/b.ts, which is no part of the product',
    ],
    ['src/cli/a.ts', "import b from '../main.ts';", 'cli imports src/main.ts, but main is on a floor above'],
    ['parsers/a.ts', "import { join } from 'node:path';", 'parsers are pure and may not import node:path'],
    ['parsers/a.ts', "import { readFileSync } from 'fs';", 'parsers are pure and may not import fs'],
    [
      'parsers/a.ts',
      'const now = Date.now();',
      'parsers are pure and may not look at the clock or the process',
    ],
    [
      'parsers/a.ts',
      'const now = new Date();',
      'parsers are pure and may not look at the clock or the process',
    ],
    [
      'src/cli/a.ts',
      'const b = await import(name);',
      'imports what only a run can tell; write the name as a plain string',
    ],
    ['src/cli/a.ts', 'process.exit(EXIT_STATUS.usage);', 'cli ends the process; only src/main.ts may'],
    ['src/diagnosis/a.ts', 'process.exitCode = 3;', 'diagnosis ends the process; only src/main.ts may'],
    ['src/main.ts', 'process.exit(3);', 'writes an exit status as a number; take it from EXIT_STATUS'],
    ['src/other/a.ts', '', 'stands on no floor; add its folder to the floors or move it'],
    ['src/parsers/a.ts', '', 'stands on no floor; add its folder to the floors or move it'],
  ])('says what is wrong in %s: %s', (path, text, problem) => {
    const result = check({ [path]: text });
    expect(result.lines).toEqual([`${path}:1: ${problem}`]);
    expect(result.status).toBe(1);
  });

  it('names each violation with its line, in one line each', () => {
    const text = [
      '/* a comment',
      "   import x from '../cli/x.ts' */",
      'import {',
      '  a,',
      '  b,',
      "} from '../cli/ab.ts';",
      'export type { C }',
      '  from "../agent/c.ts";',
    ].join('\r\n');
    expect(check({ 'src/host/a.ts': text }).lines).toEqual([
      'src/host/a.ts:6: host imports src/cli/ab.ts, but cli is on a floor above',
      'src/host/a.ts:8: host imports src/agent/c.ts, but agent is on a floor above',
    ]);
  });

  it('takes nothing for an import that only looks like one', () => {
    const text = [
      "// import a from '../cli/a.ts'",
      "const text = `import b from '../cli/b.ts' ${call({ text: `}` })} from '../cli/c.ts'`;",
      "const words = ['from', '../cli/d.ts'];",
      "const list = Array.from('../cli/e.ts');",
      "const pattern = /[/'] import '\\/..\\/cli\\/f.ts/.test(list) ? 1 / 2 : 'x';",
      'const quoted = "import \\"../cli/g.ts\\" process.exit(1)";',
      'const exit = child.process_exit(1);',
    ].join('\n');
    expect(check({ 'src/platform/a.ts': text })).toMatchObject({ status: 0, lines: [] });
  });

  it('fails when there is nothing to check', () => {
    expect(check({ 'README.md': '' }).status).toBe(1);
  });
});

describe('scan', () => {
  it('keeps length and lines, and finds strings behind templates and regular expressions', () => {
    const text = 'a = `x${ {b: "in"} }y` / 2 / c; // "no"\r\nd = /"[/"]/g; e = \'out\';\n';
    const scanned = scan(text);
    expect([...scanned.strings.values()]).toEqual(['in', 'out']);
    expect(scanned.code).toHaveLength(text.length);
    expect(scanned.code).toBe('a = ` ${ {b: "  "} } ` / 2 / c;        \r\nd = /     /g; e = \'   \';\n');
  });

  it.each(['`open ${', "'open", '/* open', 'x = /open', '`', '}', '"\\'])(
    'ends on the unfinished text %j',
    (text) => {
      expect(scan(text).code.length).toBeGreaterThanOrEqual(text.length);
    },
  );
});
