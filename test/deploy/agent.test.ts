import { describe, expect, it } from 'vitest';
import type { CommandDocument, CommandStep } from '../../build-scripts/deploy/command-document.ts';
import { type Machine, runDocument } from './agent/run.ts';

const MACHINE: Machine = {
  platform: 'Linux',
  agent: 'variables',
  environment: { PATH: process.env.PATH ?? '' },
  relocate: (script) => script,
};

describe.skipIf(process.platform === 'win32')('the stand-in for the agent', () => {
  it.each([
    [0, 'success', 'success'],
    [1, 'failed', 'success'],
    [168, 'success', 'skipped'],
    [169, 'failed', 'skipped'],
    [194, 'reboot', 'skipped'],
  ])('takes %i for %s, and the step after it for %s', async (status, first, second) => {
    const results = await runDocument(documentOf(`exit ${status}`, 'exit 0'), {}, MACHINE);
    expect(results.map((result) => result.outcome)).toEqual([first, second]);
  });

  it('pastes text into the script of an older agent, whatever it does there', async () => {
    const document = documentOf(`printf %s '{{ word }}'`);
    const given = { word: `a'; echo b; '` };
    const [pasted] = await runDocument(document, given, { ...MACHINE, agent: 'pasted' });
    expect(pasted?.stdout).toBe('ab\n');
    const [variable] = await runDocument(documentOf('printf %s "$SSM_word"'), given, MACHINE);
    expect(variable?.stdout).toBe(given.word);
  });
});

function documentOf(...scripts: string[]): CommandDocument {
  const steps = scripts.map(
    (script, index): CommandStep => ({
      action: 'aws:runShellScript',
      name: `step${index}`,
      precondition: { StringEquals: ['platformType', 'Linux'] },
      inputs: { timeoutSeconds: '60', runCommand: [script] },
    }),
  );
  const word = { type: 'String', description: 'a word', default: 'x' };
  return { schemaVersion: '2.2', description: '', parameters: { word }, mainSteps: steps };
}
