import { expect, test } from 'vitest';
import { lifecycleIn } from '../../../parsers/agent-log/lifecycle.ts';

const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
const ASSOCIATION = '22222222-aaaa-4bbb-8ccc-000000000002';
const RUN = '2026-11-20T03-12-00.123Z';
const STAMP = '2026-11-20 03:12:00.1234 INFO';

test('the life of a command, from its worker to the end', () => {
  const text = [
    `${STAMP} [ssm-document-worker] [${COMMAND}] document: ${COMMAND} worker started`,
    `${STAMP} [ssm-document-worker] [${COMMAND}] [DataBackend] Running plugin aws:runShellScript PatchLinux`,
    `${STAMP} [ssm-document-worker] [${COMMAND}] [DataBackend] [pluginName=aws:runShellScript] The execution of command returned Exit Status: 156`,
    `${STAMP} [ssm-document-worker] [${COMMAND}] [DataBackend] document execution complete`,
    `${STAMP} [ssm-agent-worker] [MessageService] [EngineProcessor] execution of aws.ssm.${COMMAND}.i-0synthetic0000001 is over. Removing interimState from current folder`,
  ].join('\n');
  const run = { documentId: COMMAND, runId: null };
  expect(lifecycleIn(text)).toEqual([
    { kind: 'started', run },
    { kind: 'step-ended', run, status: 156 },
    { kind: 'ended', run },
    { kind: 'ended', run },
  ]);
});

test('a run of an association is named with its time', () => {
  const name = `${ASSOCIATION}.${RUN}`;
  const text = `${STAMP} [ssm-document-worker] [${name}] document: ${name} worker started\n${STAMP} [ssm-agent-worker] [MessageService] [EngineProcessor] sending document: ${name} complete response\n`;
  const run = { documentId: ASSOCIATION, runId: RUN };
  expect(lifecycleIn(text)).toEqual([
    { kind: 'started', run },
    { kind: 'ended', run },
  ]);
});

test('a step that the agent stopped has no exit status', () => {
  const text = `${STAMP} [ssm-document-worker] [${COMMAND}] [DataBackend] [pluginName=aws:runShellScript] The execution of command was timedout.\n`;
  expect(lifecycleIn(text)).toEqual([
    { kind: 'step-ended', run: { documentId: COMMAND, runId: null }, status: null },
  ]);
});

test('what another line says about an end is not taken for one', () => {
  expect(lifecycleIn(`${STAMP} [HealthCheck] the execution is over\nworker started\n`)).toEqual([]);
});
