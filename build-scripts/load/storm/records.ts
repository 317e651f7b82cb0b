import {
  channelOf,
  dueOf,
  messageOf,
  payloadOf,
  replyOf,
  resultsOf,
  stateOf,
  statusOf,
  summaryOf,
} from './record-values.ts';
import { type Ended, type Ids, INSTANCE, placesOf, type Run } from './run.ts';

/** Plugins that a document worker loads; each is a record of its own. */
const PLUGINS = [
  ...[
    'aws:refreshAssociation',
    'aws:configurePackage',
    'aws:downloadContent',
    'aws:softwareInventory',
    'aws:runPowerShellScript',
    'aws:updateSsmAgent',
    'aws:configureDocker',
    'aws:runDockerAction',
    'aws:runDocument',
  ].map((name) => `independent plugin ${name}`),
  ...['aws:runShellScript', 'aws:domainJoin'].map((name) => `dependent plugin ${name}`),
];
const CONTROL = '[MessageService] [MGSInteractor]';
const ENGINE = '[MessageService] [EngineProcessor]';
const COMMANDS = '[MessageService] [CommandProcessorWrapper]';
const ASSOCIATIONS = '[MessageService] [Association]';

/** What the agent worker logs when a run comes in, up to the start of its document worker. */
export function received(run: Run, ids: Ids, now: number): string[] {
  const channel = `inter process communication started at ${channelOf(run)}`;
  if (run.associationId === null) {
    const id = ids.uuid();
    return [
      `${CONTROL} Processing AgentMessage: MessageType - agent_job, Id - ${id}`,
      `${CONTROL} Parsing AgentMessage ${id}, Payload: ${payloadOf(run)}`,
      `${ENGINE} document ${messageOf(run)} submission started`,
      `${ENGINE} document ${messageOf(run)} submission ended`,
      `${COMMANDS} [Idempotency] writing command in the idempotency directory for command ${run.commandId}`,
      `${CONTROL} Sending reply ${replyOf(run, now, null)}`,
      `${ENGINE} [BasicExecuter] [${run.documentId}] ${channel}`,
      ...acknowledged(ids),
    ];
  }
  const association = `${ASSOCIATIONS} [associationId=${run.associationId}]`;
  return [
    `${ASSOCIATIONS} Schedule manager refreshed with 6 associations, 0 new associations associated`,
    `${ASSOCIATIONS} Next scheduled association is ${dueOf(run, now)}`,
    `${association} Executing association`,
    `${association} Updating association status ${statusOf(now, 'InProgress', 'Executing association')}`,
    `${ASSOCIATIONS} Update instance association status response content is {}`,
    `${association} document ${run.associationId} submission started`,
    `${association} document ${run.associationId} submission ended`,
    `${association} [OutOfProcExecuter] [${run.documentId}] ${channel}`,
  ];
}

/** What the document worker logs up to the start of the step. */
export function started(run: Run, now: number): string[] {
  const configuration = `{<nil> map[id:${run.step} runCommand:[synthetic-work --all] timeoutSeconds:3600 workingDirectory:] ${run.folder}/${INSTANCE}/awsrunShellScript  false  false false /${placesOf(run).output} ${messageOf(run)} ${run.documentId} aws:runShellScript ${run.step}  map[] false []    false  { }  MessageGatewayService}`;
  const texts = [
    'Init the cloudwatchlogs publisher',
    `document: ${run.documentId} worker started`,
    ...PLUGINS.map((plugin) => `Successfully loaded platform ${plugin}`),
    `inter process communication started at ${channelOf(run)}`,
    '[DataBackend] received plugin config message',
    `[DataBackend] ${JSON.stringify(stateOf(run, now))}`,
    `[DataBackend] Running plugin aws:runShellScript ${run.step}`,
    `[DataBackend] [pluginName=aws:runShellScript] aws:runShellScript started with configuration ${configuration}`,
  ];
  return texts.map((text) => `[${run.documentId}] ${text}`);
}

/** What the document worker logs from the end of the step on. */
export function stepEnded(run: Run, { code }: Ended): string[] {
  const status = `[DataBackend] [pluginName=aws:runShellScript] The execution of command returned Exit Status: ${code}`;
  const texts = [
    ...(code === 0 ? [] : [status]),
    `[DataBackend] Sending plugin ${run.step} completion message`,
    '[DataBackend] document execution complete',
    '[DataBackend] sending document complete response...',
    '[DataBackend] stopping ipc worker...',
    'requested shutdown, prepare to stop messaging',
    `worker listener stopped on path: ${channelOf(run)}`,
    'document worker closed',
  ];
  return texts.map((text) => `[${run.documentId}] ${text}`);
}

/** What the agent worker logs of a run that its document worker has ended. */
export function completed(run: Run, ended: Ended, ids: Ids, now: number): string[] {
  const over = `execution of ${messageOf(run)} is over. Removing interimState from current folder`;
  if (run.associationId === null) {
    const executer = `${ENGINE} [BasicExecuter] [${run.documentId}]`;
    return [
      `${executer} requested terminate messaging worker, destroying the channel`,
      `${ENGINE} sending document: ${run.documentId} complete response`,
      `${COMMANDS} received plugin: ${run.step} result from Processor`,
      `${COMMANDS} command: ${messageOf(run)} complete`,
      `${executer} master listener stopped on path: ${channelOf(run)}`,
      // One for the step, one for the document.
      ...replied(run, ended, ids, now),
      ...replied(run, ended, ids, now),
      `${ENGINE} ${over}`,
    ];
  }
  const word = ended.code === 0 ? 'Success' : 'Failed';
  const results = JSON.stringify(resultsOf(run, ended, now), null, 2);
  return [
    `${ASSOCIATIONS} update association status upon plugin $v completion%!(EXTRA string=${run.step})`,
    `${ASSOCIATIONS} Update instance association status with results ${results}`,
    `${ASSOCIATIONS} Updating association status ${statusOf(now, word, summaryOf(run, ended))}`,
    `${ASSOCIATIONS} Update instance association status response content is {}`,
    `${ASSOCIATIONS} [associationId=${run.associationId}] ${over}`,
  ];
}

function replied(run: Run, ended: Ended, ids: Ids, now: number): string[] {
  const id = ids.uuid();
  return [
    `${CONTROL} received reply for RunCommandResult ${messageOf(run)} with message id ${id}`,
    `${CONTROL} Sending reply ${replyOf(run, now, ended)}`,
    `${CONTROL} successfully sent reply message id: ${id}`,
    ...acknowledged(ids),
  ];
}

function acknowledged(ids: Ids): string[] {
  const id = ids.uuid();
  return [
    `${CONTROL} Processing AgentMessage: MessageType - agent_job_reply_ack, Id - ${id}`,
    `${CONTROL} received ack id ${ids.uuid()} for message id ${id}`,
  ];
}
