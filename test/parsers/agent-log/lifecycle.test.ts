import { expect, test } from 'vitest';
import { type LifecycleEvent, LifecycleReader } from '../../../parsers/agent-log/lifecycle.ts';

const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
const ASSOCIATION = '22222222-aaaa-4bbb-8ccc-000000000002';
const RUN = '2026-11-20T03-12-00.123Z';
const STAMP = '2026-11-20 03:12:00.1234 INFO';

function lifecycleIn(text: string): LifecycleEvent[] {
  return new LifecycleReader().read(text);
}

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
    { kind: 'over', run },
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

/** What the agent says of a reply that it sends. */
function reply(status: string, message: string): string {
  const document = { documentStatus: status, documentTraceOutput: '', runtimeStatus: null };
  return `${STAMP} [ssm-agent-worker] [MessageService] [MGSInteractor] Sending reply ${JSON.stringify(document, null, 2).replace('{', '{\n  "additionalInfo": {},')}
${STAMP} [ssm-agent-worker] [MessageService] [MGSInteractor] successfully sent reply message id: ${message}
`;
}

const MESSAGES = ['33333333-aaaa-4bbb-8ccc-000000000001', '33333333-aaaa-4bbb-8ccc-000000000002'] as const;
const OTHER = '11111111-aaaa-4bbb-8ccc-000000000009';

function expected(command: string, message: string): string {
  return `${STAMP} [ssm-agent-worker] [MessageService] [MGSInteractor] received reply for RunCommandResult aws.ssm.${command}.i-0synthetic0000001 with message id ${message}\n`;
}

test('a reply tells how a command ended, also where it comes in pieces and between others', () => {
  const reader = new LifecycleReader();
  const text = `${expected(COMMAND, MESSAGES[0])}${expected(OTHER, MESSAGES[1])}${reply('Success', MESSAGES[1])}${reply('Failed', MESSAGES[0])}`;
  const pieces = text.split(/(?<=\n)/);
  expect(pieces.length).toBeGreaterThan(5);
  expect(pieces.flatMap((piece) => reader.read(piece))).toEqual([
    { kind: 'reported', run: { documentId: OTHER, runId: null }, status: 'Success' },
    { kind: 'reported', run: { documentId: COMMAND, runId: null }, status: 'Failed' },
  ]);
});

test('a reply in between, or to nobody known, tells nothing', () => {
  const [first, second] = MESSAGES;
  expect(
    lifecycleIn(expected(COMMAND, first) + reply('InProgress', first) + reply('Failed', second)),
  ).toEqual([]);
});

test('what a step printed is no reply', () => {
  const printed = JSON.stringify({ output: '\n  "documentStatus": "Failed"' });
  const text = `${expected(COMMAND, MESSAGES[0])}${printed}\n${STAMP} successfully sent reply message id: ${MESSAGES[0]}\n`;
  expect(lifecycleIn(text)).toEqual([]);
});

test('a run is known by the channel to its worker, and by the folder that could not be made for it', () => {
  const run = { documentId: ASSOCIATION, runId: RUN };
  const folder = `/var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration/${ASSOCIATION}/${RUN}/awsrunShellScript`;
  const text = [
    `${STAMP} [ssm-agent-worker] [MessageService] [Association] [associationId=${ASSOCIATION}] [OutOfProcExecuter] [${ASSOCIATION}.${RUN}] inter process communication started at /var/lib/amazon/ssm/channels`,
    `${STAMP} ERROR [ssm-agent-worker] [MessageService] [EngineProcessor] [BasicExecuter] [pluginName=aws:runShellScript] failed to create orchestrationDir directory at ${folder}: mkdir ${folder}: no space left on device`,
  ].join('\n');
  expect(lifecycleIn(text)).toEqual([
    { kind: 'started', run },
    { kind: 'not-begun', run },
  ]);
});
