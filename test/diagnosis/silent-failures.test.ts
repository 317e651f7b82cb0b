import { describe, expect, test } from 'vitest';
import { AGENT_LOG, agentLine, COMMAND, copyOf, diagnoseFiles, RUNS } from './a-node.ts';

const ODD = 'the directory answers with an odd code 77\n';

/** Templates of the error lines that nobody knows, in a run whose step wrote these to its outputs. */
function unknownIn(plugin: string, stderr: string, stdout = ''): string[] {
  const step = `${RUNS}/${COMMAND}/${plugin}/step`;
  const files = copyOf({
    [AGENT_LOG]: agentLine(1, 'INFO', 'Agent will take identity from EC2'),
    [`${step}/stdout`]: stdout,
    [`${step}/stderr`]: stderr,
  });
  return diagnoseFiles(files).unrecognized.map(({ template }) => template);
}

describe('what a plugin of the agent writes to stderr and nobody knows', () => {
  test('is an error line that nobody knows', () => {
    expect(unknownIn('awsdomainJoin', `\n${ODD}`)).toEqual(['the directory answers with an odd code <*>']);
  });

  test('is none where scripts write what they like', () => {
    for (const plugin of ['awsrunShellScript', 'awsrunDocument']) expect(unknownIn(plugin, ODD)).toEqual([]);
  });

  test('is none beside a cause, or when the run says that it ended well', () => {
    expect(unknownIn('awsdownloadContent', `Failed to download file: timeout\n${ODD}`)).toEqual([]);
    expect(unknownIn('awsconfigurePackage', ODD, 'Successfully installed x 1.0\n')).toEqual([]);
  });

  test('needs to say something', () => {
    expect(unknownIn('awsdomainJoin', ' \r\n\r\n')).toEqual([]);
  });
});
