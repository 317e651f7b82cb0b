import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAgentConnection } from '../../parsers/agent-connection.ts';
import { macosProxies } from '../../parsers/proxy/macos-network.ts';
import { systemdEnvironment } from '../../parsers/proxy/systemd.ts';
import { upstartEnvironment } from '../../parsers/proxy/upstart.ts';
import { serviceEnvironment } from '../../parsers/proxy/windows-service.ts';
import { parseSharedCredentials } from '../../parsers/shared-credentials.ts';
import { registrationFileIn, registrationOf } from '../../parsers/state/vault.ts';
import { passesOf } from '../support/passes.ts';

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseAgentConnection,
  macosProxies,
  systemdEnvironment,
  upstartEnvironment,
  serviceEnvironment,
  parseSharedCredentials,
  registrationFileIn,
  registrationOf: (text) => registrationOf(new TextEncoder().encode(text)),
};
const SIZE = 262_144;
/** What is not linear takes a hundred thousand for a text of this size. */
const MOST_PASSES = 1000;
/** What their grammars are made of. */
const PIECES = [
  'env a=',
  'Environment=',
  'HTTPProxy',
  'ExceptionsList : <array> {',
  '[',
  ']',
  '=',
  '"',
  "'",
  '\\',
  ' ',
  '\t',
  '\n',
  ':',
  '#',
  '{',
  '}',
  '"instanceID"',
  'x',
];

describe.each(Object.entries(PARSERS))('%s', (_name, parse) => {
  test('never fails, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), (pieces) => {
        parse(pieces.join(''));
      }),
    );
  });

  test('is quick with a large file of one thing', () => {
    for (const piece of PIECES) {
      const many = piece.repeat(Math.ceil(SIZE / piece.length));
      expect(passesOf(many, parse)).toBeLessThan(MOST_PASSES);
      expect(passesOf(`Environment=a=${many}x`, parse)).toBeLessThan(MOST_PASSES);
    }
  });
});
