import { type Ended, INSTANCE, NODE_FOLDER, placesOf, type Run } from './run.ts';

/** The state of a run as the agent keeps it in a file meanwhile, and logs it. */
export function stateOf(run: Run, now: number): object {
  const { output } = placesOf(run);
  const orchestration = `/${NODE_FOLDER}/document/orchestration/${run.folder}`;
  return {
    DocumentInformation: {
      DocumentID: run.documentId,
      CommandID: run.commandId ?? '',
      AssociationID: run.associationId ?? '',
      InstanceID: INSTANCE,
      MessageID: messageOf(run),
      RunID: isoOf(now).replaceAll(':', '-'),
      CreatedDate: isoOf(now),
      DocumentName: run.document,
      DocumentVersion: '',
      DocumentStatus: 'InProgress',
      RunCount: 0,
      ProcInfo: { Pid: 4242, StartTime: isoOf(now) },
      ClientId: '',
      RunAsUser: '',
      SessionOwner: '',
    },
    DocumentType: run.associationId === null ? 'SendCommand' : 'Association',
    SchemaVersion: '2.2',
    InstancePluginsInformation: [
      {
        Configuration: {
          Settings: null,
          Properties: { id: run.step, runCommand: ['synthetic-work --all'], timeoutSeconds: '3600' },
          OutputS3KeyPrefix: '',
          OutputS3BucketName: '',
          OrchestrationDirectory: `/${output.slice(0, output.lastIndexOf('/'))}`,
          MessageId: messageOf(run),
          BookKeepingFileName: run.documentId,
          PluginName: 'aws:runShellScript',
          PluginID: run.step,
          DefaultWorkingDirectory: '',
          Preconditions: null,
          IsPreconditionEnabled: false,
          CurrentAssociations: null,
        },
        Name: 'aws:runShellScript',
        Result: { pluginID: '', pluginName: '', status: '', code: 0, output: null, error: '' },
        Id: run.step,
      },
    ],
    CancelInformation: { CancelMessageID: '', CancelCommandID: '', Payload: '', DebugInfo: '' },
    IOConfig: { OrchestrationDirectory: orchestration, OutputS3BucketName: '', OutputS3KeyPrefix: '' },
    UpstreamServiceName: 'MessageGatewayService',
  };
}

/** What the service sends to have a command run. */
export function payloadOf(run: Run): string {
  const inputs = { runCommand: ['synthetic-work --all'], timeoutSeconds: '3600' };
  const content = {
    Parameters: { commands: ['synthetic-work --all'], workingDirectory: '', executionTimeout: '3600' },
    DocumentContent: {
      schemaVersion: '2.2',
      description: 'Synthetic',
      parameters: {},
      mainSteps: [{ action: 'aws:runShellScript', name: run.step, inputs }],
    },
    CommandId: run.commandId,
    DocumentName: run.document,
    OutputS3KeyPrefix: '',
    OutputS3BucketName: '',
    CloudWatchLogGroupName: '',
    CloudWatchOutputEnabled: 'false',
  };
  return JSON.stringify({
    Content: JSON.stringify(content),
    JobId: messageOf(run),
    Topic: `aws.ssm.sendCommand.${INSTANCE}`,
    SchemaVersion: 1,
  });
}

/** What is sent to the service about a run; nothing has ended yet where `ended` is null. */
export function replyOf(run: Run, now: number, ended: Ended | null): string {
  const word = ended === null ? 'InProgress' : ended.code === 0 ? 'Success' : 'Failed';
  const agent = { lang: 'en-US', name: 'amazon-ssm-agent', os: '', osver: '1', ver: '' };
  const reply = {
    additionalInfo: {
      agent,
      dateTime: isoOf(now),
      runId: '',
      runtimeStatusCounts: ended === null ? null : { [word]: 1 },
    },
    documentStatus: word,
    documentTraceOutput: '',
    runtimeStatus: ended === null ? null : resultsOf(run, ended, now),
  };
  return JSON.stringify(reply, null, 2);
}

/** The results of a run by step. */
export function resultsOf({ step }: Run, { code, stdout, stderr }: Ended, now: number): object {
  return {
    [step]: {
      status: code === 0 ? 'Success' : 'Failed',
      code,
      name: 'aws:runShellScript',
      output: code === 0 ? stdout : `${stdout}\n----------ERROR-------\n${stderr}`,
      startDateTime: isoOf(now),
      endDateTime: isoOf(now),
      outputS3BucketName: '',
      outputS3KeyPrefix: '',
      stepName: '',
      standardOutput: stdout,
      standardError: stderr,
    },
  };
}

/** The association that is due next. */
export function dueOf({ associationId, document }: Run, now: number): string {
  const association = {
    AssociationId: associationId,
    AssociationVersion: '1',
    Checksum: 'synthetic',
    DetailedStatus: 'Success',
    DocumentVersion: '1',
    InstanceId: INSTANCE,
    LastExecutionDate: isoOf(now - 60_000),
    Name: document,
    OutputLocation: null,
    Parameters: {},
    ScheduleExpression: 'rate(30 minutes)',
    Status: null,
    Targets: null,
  };
  const due = { DocumentID: '', NextScheduledDate: isoOf(now), Association: association, Errors: null };
  return JSON.stringify(due, null, 2);
}

/** The status of an association as it is told to the service. */
export function statusOf(now: number, word: 'InProgress' | 'Success' | 'Failed', summary: string): string {
  const status = {
    ErrorCode: word === 'Failed' ? 'ExecutionError' : '',
    ExecutionDate: isoOf(now),
    ExecutionSummary: summary,
    OutputUrl: null,
    Status: word,
  };
  return JSON.stringify(status, null, 2);
}

/** The agent cuts it at 510 characters. */
export function summaryOf({ step }: Run, { code, stderr }: Ended): string {
  const failed = code === 0 ? 0 : 1;
  const counts = `1 out of 1 plugin processed, ${1 - failed} success, ${failed} failed, 0 timedout, 0 skipped. `;
  return code === 0 ? counts : `${counts}\nThe operation ${step} failed because ${stderr}.`.slice(0, 510);
}

export function messageOf({ commandId, associationId }: Run): string {
  return `aws.ssm.${commandId ?? associationId}.${INSTANCE}`;
}

export function channelOf({ documentId }: Run): string {
  return `/${NODE_FOLDER}/channels/${documentId}`;
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
