import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandDocument, CommandStep } from '../../../build-scripts/deploy/command-document.ts';
import { type Agent, interpolate } from './interpolation.ts';
import { acceptParameters, type ParameterValues } from './parameters.ts';

export interface StepResult {
  readonly name: string;
  /** `reboot`: the agent would restart the machine and run the step again. */
  readonly outcome: 'success' | 'failed' | 'skipped' | 'reboot';
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Machine {
  readonly platform: 'Linux' | 'MacOS' | 'Windows';
  readonly agent: Agent;
  /** The environment of the agent; its PATH decides which `sh` and which commands there are. */
  readonly environment: Readonly<Record<string, string>>;
  /** Called with the process group of a step's script as soon as it runs; an agent cancels a step by killing that. */
  readonly started?: (group: number) => void;
  /** Makes the script fit the test's folders. */
  readonly relocate: (script: string) => string;
}

/** The exit codes that the agent takes for requests. */
const ENDS_WITH_SUCCESS = 168;
const ENDS_WITH_FAILURE = 169;
const REBOOTS = 194;

/**
 * What the agent does with a Command document of schema 2.2: it checks the parameters, skips steps whose precondition
 * does not hold, puts the parameters into the script, writes it to a file that only its user can read, has `sh` run it,
 * and acts on the exit code.
 */
export async function runDocument(
  document: CommandDocument,
  given: ParameterValues,
  machine: Machine,
): Promise<StepResult[]> {
  const values = acceptParameters(document, given);
  const results: StepResult[] = [];
  let ended = false;
  for (const step of document.mainSteps) {
    if (ended || !holds(step, machine.platform)) {
      results.push({ name: step.name, outcome: 'skipped', status: null, stdout: '', stderr: '' });
      continue;
    }
    const result = await runStep(step, values, machine);
    results.push(result);
    ended = [ENDS_WITH_SUCCESS, ENDS_WITH_FAILURE, REBOOTS].includes(result.status ?? 0);
  }
  return results;
}

function holds(step: CommandStep, platform: string): boolean {
  const [left, right, ...more] = step.precondition.StringEquals;
  if (left !== 'platformType' || more.length > 0)
    throw new Error(`Unrecognized precondition of ${step.name}`);
  return right === platform;
}

async function runStep(step: CommandStep, values: ParameterValues, machine: Machine): Promise<StepResult> {
  if (step.action !== 'aws:runShellScript') throw new Error(`${step.action} cannot be run here`);
  const prepared = interpolate(step.inputs.runCommand.join('\n'), values, machine.agent);
  const folder = mkdtempSync(join(tmpdir(), 'orchestration-'));
  const file = join(folder, '_script.sh');
  writeFileSync(file, `${machine.relocate(prepared.script)}\n`, { mode: 0o700 });
  try {
    const ran = await runShell(file, { ...machine.environment, ...prepared.variables }, machine.started);
    return { name: step.name, outcome: outcomeOf(ran.status), ...ran };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outcomeOf(status: number | null): StepResult['outcome'] {
  if (status === REBOOTS) return 'reboot';
  return status === 0 || status === ENDS_WITH_SUCCESS ? 'success' : 'failed';
}

function runShell(
  file: string,
  environment: Readonly<Record<string, string>>,
  started: Machine['started'],
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', file], {
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (child.pid !== undefined) started?.(child.pid);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
