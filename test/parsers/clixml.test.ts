import { describe, expect, test } from 'vitest';
import { readClixml } from '../../parsers/clixml.ts';

const SPACE = 'xmlns="http://schemas.microsoft.com/powershell/2004/04"';

function document(content: string): string {
  return `#< CLIXML\r\n<Objs Version="1.1.0.1" ${SPACE}>${content}</Objs>`;
}

describe("PowerShell's XML", () => {
  test('gives the strings of its streams, in order, as the console shows them', () => {
    const text = document(
      '<S S="Error">Get-Thing : a &lt;b&gt; _x000D__x000A_</S><S S="warning">c_x0009_d_x000D__x000A_</S>',
    );
    expect(readClixml(text)).toBe('Get-Thing : a <b> \r\nc\td\r\n');
  });

  test('without more than progress is empty', () => {
    const progress = '<Obj S="progress" RefId="0"><TN RefId="0"><T>PSCustomObject</T></TN></Obj>';
    expect(readClixml(document(progress))).toBe('');
    expect(readClixml(document(''))).toBe('');
  });

  test('gives errors that were kept as objects', () => {
    const error = '<Obj S="Error" RefId="0"><ToString>it went wrong</ToString></Obj>';
    expect(readClixml(document(error))).toBe('it went wrong\n');
  });

  test('leaves what stands around it, as the last line of the agent', () => {
    const last = 'failed to run commands: exit status 1';
    expect(readClixml(`${document('<S S="Error">x_x000A_</S>')}${last}`)).toBe(`x\n${last}`);
  });

  test.each([
    ['cut off', '#< CLIXML\r\n<Objs><S S="Error">it went wr'],
    ['no XML', '#< CLIXML\r\n<Objs><S>x</T></Objs>'],
    ['with entities of its own', '#< CLIXML\r\n<Objs><!DOCTYPE a [<!ENTITY b "c">]><S>&b;</S></Objs>'],
  ])('that is %s stays as it is', (_, text) => {
    expect(readClixml(text)).toBe(text);
  });
});

test('time does not grow faster than a text of nothing but beginnings', () => {
  const text = '#< CLIXML <Objs '.repeat(200_000);
  const start = performance.now();
  expect(readClixml(text)).toBe(text);
  expect(performance.now() - start).toBeLessThan(5_000);
});
