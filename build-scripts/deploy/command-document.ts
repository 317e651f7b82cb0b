import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const FOLDER = 'deploy/document';

export interface CommandParameter {
  readonly type: string;
  readonly description: string;
  readonly default: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly maxChars?: number;
  readonly interpolationType?: 'ENV_VAR';
}

export interface CommandStep {
  readonly action: string;
  readonly name: string;
  readonly precondition: { readonly StringEquals: readonly string[] };
  readonly inputs: { readonly timeoutSeconds: string; readonly runCommand: readonly string[] };
}

/** A Command document of schema 2.2, as the service takes it in JSON or YAML. */
export interface CommandDocument {
  readonly schemaVersion: '2.2';
  readonly description: string;
  readonly parameters: Readonly<Record<string, CommandParameter>>;
  readonly mainSteps: readonly CommandStep[];
}

/** The Command document, made of the parameters and the scripts in deploy/document. */
export function commandDocument(): CommandDocument {
  const parameters = parse(textOf('parameters.yaml')) as Record<string, CommandParameter>;
  const names = Object.keys(parameters);
  const unix = withoutComments(textOf('common.sh') + textOf('unix.sh'));
  const linux = withoutComments(textOf('linux.sh'));
  const macos = withoutComments(textOf('macos.sh'));
  const windows = withoutComments(textOf('common.ps1') + textOf('windows.ps1'));
  return {
    schemaVersion: '2.2',
    description:
      'Says why Systems Manager calls this node non-compliant: installs ssm-doctor where it is missing, runs it.',
    parameters: Object.fromEntries(names.map((name) => [name, asVariable(parameters[name])])),
    mainSteps: [
      step('Linux', 'aws:runShellScript', [shellHead(usedIn(linux + unix, names)) + linux, unix]),
      step('MacOS', 'aws:runShellScript', [shellHead(usedIn(macos + unix, names)) + macos, unix]),
      step('Windows', 'aws:runPowerShellScript', [powershellHead(usedIn(windows, names)) + windows]),
    ],
  };
}

function textOf(name: string): string {
  return readFileSync(`${FOLDER}/${name}`, 'utf8');
}

/** An agent from 3.3.2746.0 on hands the value over as the variable SSM_name instead of pasting it into the script. */
function asVariable(parameter: CommandParameter | undefined): CommandParameter {
  return { ...(parameter as CommandParameter), interpolationType: 'ENV_VAR' };
}

function step(platform: string, action: string, runCommand: readonly string[]): CommandStep {
  return {
    action,
    name: `ssmDoctor${platform}`,
    precondition: { StringEquals: ['platformType', platform] },
    inputs: { timeoutSeconds: '1800', runCommand },
  };
}

function usedIn(script: string, names: readonly string[]): string[] {
  return names.filter((name) => new RegExp(`\\$(?:SSM_)?${name}\\b`).test(script));
}

/**
 * What an older agent pastes stands in single quotes, in which only a quote could end the text; the patterns of the
 * parameters have none.
 */
function shellHead(names: readonly string[]): string {
  return names.map((name) => `if [ -z "\${SSM_${name}+x}" ]; then SSM_${name}='{{${name}}}'; fi\n`).join('');
}

function powershellHead(names: readonly string[]): string {
  return names
    .map((name) => `$${name} = if ($null -ne $env:SSM_${name}) { $env:SSM_${name} } else { '{{${name}}}' }\n`)
    .join('');
}

/** The comments are for the reader of the files; a document and a template may not be long. */
function withoutComments(script: string): string {
  const lines = script.split('\n').filter((line) => !/^\s*#/.test(line));
  return `${lines
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim()}\n`;
}
