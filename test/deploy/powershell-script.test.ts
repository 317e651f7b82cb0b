import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { installers } from '../../build-scripts/release/installers.ts';
import { DOCUMENT } from './agent/fixture.ts';

const GRAMMAR = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');

/** Commands that run text, hide what they do, or fetch by other ways than the one that is checked. */
const FORBIDDEN =
  /^(?:invoke-expression|iex|start-process|start-job|add-type|set-executionpolicy|start-bitstransfer|restart-computer)$/i;
/** The agent takes these for requests: end with success or failure, reboot. */
const REQUESTS = ['168', '169', '194', '3010'];

await Parser.init();
const parser = new Parser().setLanguage(await Language.load(readFileSync(GRAMMAR)));

const SCRIPT = DOCUMENT.mainSteps
  .filter((step) => step.action === 'aws:runPowerShellScript')
  .flatMap((step) => step.inputs.runCommand)
  .join('\n');

/** What is wrong with a script that an agent is to run in Windows PowerShell. */
function objectionsTo(script: string): string[] {
  const root = parser.parse(script)?.rootNode;
  if (!root) return ['cannot be parsed'];
  if (root.hasError) return ['is no PowerShell'];
  const nodes = descendants(root);
  const names = nodes.filter((node) => node.type === 'command_name').map((node) => node.text);
  const exits = nodes.filter((node) => node.type === 'flow_control_statement' && /^exit\b/.test(node.text));
  return [
    ...names.filter((name) => FORBIDDEN.test(name)).map((name) => `calls ${name}`),
    ...exits.filter((node) => REQUESTS.some((code) => node.text.includes(code))).map((node) => node.text),
    ...(exits.some((node) => node.text === 'exit') ? ['exits without a status'] : []),
    ...(script.trimEnd().split('\n').at(-1) === 'exit $status' ? [] : ['does not end with its exit']),
  ];
}

function descendants(node: Node): Node[] {
  return [node, ...node.children.flatMap((child) => (child === null ? [] : descendants(child)))];
}

describe('the PowerShell scripts of a release', () => {
  it.each(['install.ps1', 'uninstall.ps1'])('have nothing to object to: %s', (name) => {
    const script = installers('1.2.3', [])[name] ?? '';
    expect(objectionsTo(script)).toEqual([]);
    expect(script).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

describe('the PowerShell script', () => {
  it('has nothing to object to', () => {
    expect(objectionsTo(SCRIPT)).toEqual([]);
  });

  it('keeps the statuses that the agent takes for requests away from it', () => {
    const guard = SCRIPT.split('\n').at(-3);
    for (const code of REQUESTS) expect(guard).toContain(code);
    expect(guard).toMatch(/\{ \$status = 1 \}$/);
  });

  it('has the very characters of ASCII, which every code page reads alike', () => {
    expect(SCRIPT).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it.each([
    [
      'a brace is lost',
      SCRIPT.replace('function Clear-Staging {', 'function Clear-Staging'),
      'is no PowerShell',
    ],
    ['a quote is lost', SCRIPT.replace("'ssm-doctor.exe'", "'ssm-doctor.exe"), 'is no PowerShell'],
    ['text is run', `Invoke-Expression $mode\n${SCRIPT}`, 'calls Invoke-Expression'],
    ['text is run by its short name', `$mode | iex\n${SCRIPT}`, 'calls iex'],
    ['it asks for a reboot', SCRIPT.replace('exit $status\n}', 'exit 3010\n}'), 'exit 3010'],
    ['it ends by itself', SCRIPT.trimEnd().replace(/exit \$status$/, ''), 'does not end with its exit'],
    ['it exits without a status', `if (-not $mode) { exit }\n${SCRIPT}`, 'exits without a status'],
  ])('is objected to when %s', (_what, script, objection) => {
    expect(script).not.toBe(SCRIPT);
    expect(objectionsTo(script)).toContain(objection);
  });
});
