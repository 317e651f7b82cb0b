import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENT } from './agent/fixture.ts';

/** What the service takes for one document, in bytes. */
const SIZE_LIMIT = 65_536;

const SCHEMA = JSON.parse(readFileSync('deploy/document/command.schema.json', 'utf8'));
const validate = new Ajv2020({ strictTypes: false, strictTuples: false }).compile(SCHEMA);

const WORD = 'type: String, description: a word, interpolationType: ENV_VAR';
const STEP = '{ action: "aws:runShellScript", name: step, precondition: P, inputs: { runCommand: [id] } }';
const LINUX = '{ StringEquals: [platformType, Linux] }';

function documentOf(parameter: string, step = STEP, version = '"2.2"', precondition = LINUX): unknown {
  const mainSteps = `mainSteps: [${step.replace('P,', `${precondition},`)}]`;
  return parse(
    `{ schemaVersion: ${version}, description: d, parameters: { word: { ${parameter} } }, ${mainSteps} }`,
  );
}

describe('the schema of the Command document', () => {
  it.each([
    `${WORD}, allowedValues: [a, b]`,
    `${WORD}, allowedPattern: "^[a-z]{1,8}$", maxChars: 8`,
    'type: Integer, description: a number, default: 3',
  ])('takes a parameter with %s', (parameter) => {
    expect(validate(documentOf(parameter)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['the number 2.2 as its version', documentOf(`${WORD}, allowedValues: [a]`, STEP, '2.2')],
    ['another version', documentOf(`${WORD}, allowedValues: [a]`, STEP, '"0.3"')],
    ['free text', documentOf(WORD)],
    ['text that is only pasted', documentOf('type: String, description: d, allowedValues: [a]')],
    ['a pattern without an end', documentOf(`${WORD}, maxChars: 8, allowedPattern: "^[a-z]+"`)],
    ['a pattern that looks ahead', documentOf(`${WORD}, maxChars: 8, allowedPattern: "^(?!x)[a-z]+$"`)],
    ['a pattern that refers back', documentOf(`${WORD}, maxChars: 8, allowedPattern: "^([a-z])\\\\1$"`)],
    ['a possessive pattern', documentOf(`${WORD}, maxChars: 8, allowedPattern: "^[a-z]++$"`)],
    ['text of any length', documentOf(`${WORD}, allowedPattern: "^[a-z]+$"`)],
    ['a misspelt property', documentOf(`${WORD}, allowedValue: [a], allowedValues: [a]`)],
    [
      'a precondition with three arguments',
      documentOf(
        `${WORD}, allowedValues: [a]`,
        STEP,
        '"2.2"',
        '{ StringEquals: [platformType, Linux, MacOS] }',
      ),
    ],
    [
      'an unknown platform',
      documentOf(`${WORD}, allowedValues: [a]`, STEP, '"2.2"', '{ StringEquals: [platformType, macOS] }'),
    ],
    [
      'another comparison',
      documentOf(`${WORD}, allowedValues: [a]`, STEP, '"2.2"', '{ StringNotEquals: [platformType, Linux] }'),
    ],
    [
      'a shell on Windows',
      documentOf(`${WORD}, allowedValues: [a]`, STEP, '"2.2"', '{ StringEquals: [platformType, Windows] }'),
    ],
    ['no precondition', documentOf(`${WORD}, allowedValues: [a]`, STEP.replace('precondition: P, ', ''))],
    ['one text instead of a list', documentOf(`${WORD}, allowedValues: [a]`, STEP.replace('[id]', 'id'))],
    [
      'a timeout that is a number',
      documentOf(`${WORD}, allowedValues: [a]`, STEP.replace('runCommand', 'timeoutSeconds: 60, runCommand')),
    ],
  ])('refuses %s', (_what, document) => {
    expect(validate(document)).toBe(false);
  });
});

describe('the Command document', () => {
  it('fits the schema', () => {
    expect(validate(DOCUMENT), JSON.stringify(validate.errors)).toBe(true);
  });

  it('fits what the service takes, in YAML and in JSON', () => {
    expect(readFileSync('deploy/document/ssm-doctor.yaml').length).toBeLessThan(SIZE_LIMIT);
    expect(Buffer.byteLength(JSON.stringify(DOCUMENT))).toBeLessThan(SIZE_LIMIT);
  });

  it('has a default for each parameter that its own checks take', () => {
    for (const { default: value, allowedValues, allowedPattern } of Object.values(DOCUMENT.parameters)) {
      if (allowedValues) expect(allowedValues).toContain(value);
      if (allowedPattern) expect(value).toMatch(new RegExp(allowedPattern, 'u'));
    }
  });

  it('pastes each parameter once, in single quotes, where its variable is not set', () => {
    for (const { action, inputs } of DOCUMENT.mainSteps) {
      for (const line of inputs.runCommand
        .join('\n')
        .split('\n')
        .filter((text) => text.includes('{{'))) {
        const [, name = ''] = /\{\{(\w+)\}\}/.exec(line) ?? [];
        expect(DOCUMENT.parameters).toHaveProperty(name);
        expect(line).toBe(
          action === 'aws:runShellScript'
            ? `if [ -z "\${SSM_${name}+x}" ]; then SSM_${name}='{{${name}}}'; fi`
            : `$${name} = if ($null -ne $env:SSM_${name}) { $env:SSM_${name} } else { '{{${name}}}' }`,
        );
      }
    }
  });

  it('uses every parameter in some step, and has one step for each platform', () => {
    const script = DOCUMENT.mainSteps.map((step) => step.inputs.runCommand.join('\n')).join('\n');
    for (const name of Object.keys(DOCUMENT.parameters)) expect(script).toContain(`{{${name}}}`);
    const platforms = DOCUMENT.mainSteps.map((step) => step.precondition.StringEquals[1]);
    expect(platforms).toEqual(['Linux', 'MacOS', 'Windows']);
  });
});
