import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandDocument } from '../../build-scripts/deploy/command-document.ts';
import { DOCUMENT, release, runOn } from './agent/fixture.ts';
import { AGENTS } from './agent/interpolation.ts';
import { makeNode, RUNS_HERE, SHELLS, type TestNode } from './agent/node.ts';
import { acceptParameters, RefusedParameter } from './agent/parameters.ts';
import { type ReleaseServer, startReleaseServer } from './agent/release-server.ts';

/** Ways out of every kind of quotes; each would make the file MARK. */
const BREAKOUTS = [
  `'; : > MARK; '`,
  `"; : > MARK; "`,
  '$(: > MARK)',
  '`: > MARK`',
  '; : > MARK',
  '| : > MARK',
  '& : > MARK &',
  '\n: > MARK\n',
  `none\n: > MARK`,
  `none'\n: > MARK\n'`,
  `\\'; : > MARK; #`,
  "{{mode}}'; : > MARK; '",
  `\u2019; : > MARK; \u2018`,
  ['$(:$', '{IFS}>MARK)'].join(''),
];
const NAMES = Object.keys(DOCUMENT.parameters);

let folder: string;
let node: TestNode;
let server: ReleaseServer;
beforeAll(async () => {
  if (RUNS_HERE) server = await startReleaseServer();
});
afterAll(() => server?.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mark-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a hostile value', () => {
  it.each(NAMES)('of %s is refused before a step begins', (name) => {
    for (const text of BREAKOUTS)
      for (const value of [
        text,
        `none${text}`,
        `https://example.com/${text}`,
        `report${text}`,
        `${text}none`,
      ])
        expect(() => acceptParameters(DOCUMENT, { [name]: value }), value).toThrow(RefusedParameter);
  });

  it.each(NAMES)('of %s has only characters that no shell looks at, if it is taken', (name) => {
    const pieces = fc.constantFrom(
      'none',
      'https://',
      's3://',
      'a',
      '/',
      '.',
      '1',
      '-',
      '0'.repeat(64),
      ...`'"$\`;&|\n {}\\`,
    );
    const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          acceptParameters(DOCUMENT, { [name]: text });
        } catch (error) {
          if (error instanceof RefusedParameter) return;
          throw error;
        }
        expect(text).toMatch(/^[A-Za-z0-9.,:/~+@_-]+$/);
      }),
      { numRuns: 500 },
    );
  });

  it('is not taken for a parameter that there is not', () => {
    expect(() => acceptParameters(DOCUMENT, { prefix: '/tmp' })).toThrow('prefix is not a parameter');
  });
});

// As if the checks before had let it through: a value put in from Parameter Store by an agent that looks too early.
describe.skipIf(!RUNS_HERE).each(SHELLS)('a hostile value in a variable, under %s', (shell) => {
  it.each(['mode', 'deliverTo', 'failOn', 'timing', 'source', 'version'])(
    'as %s does nothing',
    async (name) => {
      node = makeNode(shell);
      const given = release(server, '1.2.3');
      for (const text of BREAKOUTS) {
        const mark = join(folder, 'mark');
        const value = text.replaceAll('MARK', mark);
        for (const agent of ['variables', 'variables-and-named'] as const) {
          const result = await runOn(
            node,
            server,
            { ...given, [name]: value },
            agent,
            {},
            unchecked(DOCUMENT),
          );
          expect(result).toMatchObject({ status: 11, stdout: '' });
          expect(result.stderr).toBe('ssm-doctor: a parameter has characters that are not allowed\n');
        }
        expect(existsSync(mark)).toBe(false);
      }
      node.remove();
    },
  );

  it('leads out of the source by no dots', async () => {
    node = makeNode(shell);
    const given = { ...release(server, '1.2.3'), source: `${server.url}/releases/../other` };
    for (const agent of AGENTS) expect((await runOn(node, server, given, agent)).status).toBe(11);
    expect(server.asked).toEqual([]);
    node.remove();
  });
});

function unchecked(document: CommandDocument): CommandDocument {
  const parameters = Object.entries(document.parameters).map(
    ([name, { type, description, default: value }]) => [name, { type, description, default: value }],
  );
  return { ...document, parameters: Object.fromEntries(parameters) };
}
