import { describe, expect, test } from 'vitest';
import { parseAgentConfig } from '../../parsers/agent-config.ts';

const DEFAULTS = {
  ok: true,
  value: { orchestrationFolder: null, outputCleanup: 'default', folderCleanup: 'default' },
};

describe('parseAgentConfig', () => {
  test('takes what changes which files there are, in any case of the keys', () => {
    const text = JSON.stringify({
      agent: { orchestrationrootdir: 'runs' },
      Ssm: { PluginLocalOutputCleanup: 'after-upload', OrchestrationDirectoryCleanup: 'clean-success' },
    });
    expect(parseAgentConfig(`\uFEFF${text}`)).toEqual({
      ok: true,
      value: { orchestrationFolder: 'runs', outputCleanup: 'after-upload', folderCleanup: 'clean-success' },
    });
  });

  test.each(['..', '.', '../x', 'a/b', 'a\\b', 'C:', '', 7, null])('takes %j for no folder name', (name) => {
    expect(parseAgentConfig(JSON.stringify({ Agent: { OrchestrationRootDir: name } }))).toEqual(DEFAULTS);
  });

  test.each(['{}', '{"Agent": [], "Ssm": "x"}', '{"Ssm": {"PluginLocalOutputCleanup": "sometimes"}}'])(
    'reads %s as the defaults',
    (text) => expect(parseAgentConfig(text)).toEqual(DEFAULTS),
  );

  test.each(['', '[]', 'null', '{ "Agent": { "Region": "us-east-1", }', 'text'])(
    'says that %j is malformed',
    (text) => {
      expect(parseAgentConfig(text)).toMatchObject({ ok: false, detail: expect.stringMatching(/./) });
    },
  );
});
