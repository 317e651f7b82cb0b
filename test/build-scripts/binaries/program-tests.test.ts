import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testsInAnyRoot, testsOfProgram } from '../../../build-scripts/binaries/program-tests.ts';

it('tests that start the program are known by what they import, be it through helpers', () => {
  const tests = testsOfProgram();
  expect(tests).toContain('test/fixtures/command-line.test.ts');
  expect(tests).toContain('test/delivery/report.test.ts');
  expect(tests).toContain('test/cli/usage.test.ts');
  expect(tests).not.toContain('test/report/order.test.ts');
});

it('those that make a root of their own for it are known by that', () => {
  const tests = testsInAnyRoot();
  expect(tests).toContain('test/delivery/report.test.ts');
  for (const test of ['cli/agent-machine', 'host/world', 'host/diagnosis'])
    expect(tests).not.toContain(`test/${test}.test.ts`);
});

it('no test starts the bundle past what names the program under test', () => {
  for (const test of testsOfProgram())
    expect(readFileSync(test, 'utf8'), test).not.toMatch(/bundlePath\(|dist\/main\.cjs/);
});
