import type { PlantedCause } from '../../../test/support/planted-causes.ts';
import { ACCOUNT, INSTANCE, NODE_FOLDER, placesOf, REGION, type Run } from './run.ts';

/** A failure that one process of the agent logs; a document worker does at the end of its run. */
export interface LoggedFailure extends PlantedCause {
  readonly kind: string;
  readonly by: 'core' | 'worker' | 'document worker';
  /** Whether the run in which it happens goes no further. */
  readonly ends: boolean;
  /** The message, with something in it that no other failure has. */
  message(mark: string, run: Run): string;
  /** What of the message no other failure has. */
  tell(mark: string, run: Run): string;
}

/** A failure that only the step of a run tells, in what it prints. */
export interface PrintedFailure extends PlantedCause {
  readonly kind: string;
  readonly document: Run['document'];
  readonly into: 'stdout' | 'stderr';
  /** Exit status of the step. */
  readonly code: number;
  /** Whether the text ends its line; if not, the words of the agent about the exit status follow in the same line. */
  readonly line: boolean;
  text(mark: string, now: number): string;
  tell(mark: string, run: Run): string;
}

/** What a step that ends with a status other than 0 may be counted for as well. */
const RUN = ['DOCUMENT_STEP_FAILED', 'PATCH_RUN_FAILED', 'ASSOC_FAILED'] as const;

export const LOGGED: readonly LoggedFailure[] = [
  {
    kind: 'no room for the folder of a run',
    by: 'worker',
    ends: true,
    roots: ['HOST_DISK_FULL'],
    also: ['DOCUMENT_WORKDIR_WRITE_FAILED', ...RUN],
    message: (_mark, run) => {
      const folder = `/${NODE_FOLDER}/document/orchestration/${run.folder}`;
      return `[MessageService] [EngineProcessor] failed to create orchestrationDir directory at ${folder}: mkdir ${folder}: no space left on device`;
    },
    tell: (_mark, run) => `${run.folder}: no space`,
  },
  {
    kind: 'document worker killed',
    by: 'worker',
    ends: true,
    roots: ['AGENT_WORKER_CRASHED'],
    also: RUN,
    message: (mark, run) =>
      `[MessageService] [EngineProcessor] [OutOfProcExecuter] [${run.documentId}] process: 7${mark} exited unsuccessfully, error message: signal: killed`,
    tell: (mark) => `process: 7${mark} `,
  },
  {
    kind: 'requests throttled',
    by: 'worker',
    ends: false,
    roots: ['AWS_API_THROTTLED'],
    also: ['ASSOC_LIST_FAILED'],
    message: (mark) =>
      `[MessageService] [Association] Unable to load instance associations, unable to retrieve associations operation error SSM: ListInstanceAssociations, https response error StatusCode: 400, RequestID: ${requestOf(mark)}, api error ThrottlingException: Rate exceeded`,
    tell: requestOf,
  },
  {
    kind: 'action denied',
    by: 'worker',
    ends: false,
    roots: ['IAM_ACCESS_DENIED'],
    also: ['AWS_API_ERROR'],
    message: (mark) =>
      `[HealthCheck] error when calling AWS APIs. error details - AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/synthetic-${mark}/${INSTANCE} is not authorized to perform: ssm:UpdateInstanceInformation on resource: arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${INSTANCE}\n\tstatus code: 400, request id: ${requestOf(mark)}`,
    tell: (mark) => `synthetic-${mark}`,
  },
  {
    kind: 'output not uploaded',
    by: 'document worker',
    ends: false,
    roots: ['OUTPUT_S3_BUCKET_MISSING'],
    also: ['OUTPUT_S3_UPLOAD_FAILED'],
    message: (mark, run) =>
      `[${run.documentId}] [DataBackend] [pluginName=aws:runShellScript] Failed to upload /${placesOf(run).output}/stdout to s3://synthetic-${mark}/${run.folder}/stdout err:NoSuchBucket: The specified bucket does not exist`,
    tell: (mark) => `s3://synthetic-${mark}/`,
  },
  {
    kind: 'no role for the host',
    by: 'core',
    ends: false,
    roots: ['CREDENTIALS_DHMC_NOT_CONFIGURED'],
    also: ['CREDENTIALS_UNAVAILABLE'],
    message: (mark) =>
      `[CredentialRefresher] Retrieve credentials produced error: no valid credentials could be retrieved for ec2 identity. Default Host Management Err: error calling RequestManagedInstanceRoleToken: https response error StatusCode: 400, RequestID: ${requestOf(mark)}, AccessDeniedException: Systems Manager's instance management role is not configured for account: ${ACCOUNT}`,
    tell: requestOf,
  },
];

export const PRINTED: readonly PrintedFailure[] = [
  {
    kind: 'repository refused',
    document: 'AWS-RunPatchBaseline',
    into: 'stderr',
    code: 1,
    line: true,
    roots: ['REPO_ACCESS_DENIED'],
    also: ['REPO_UNREACHABLE', 'REPO_HTTP_ERROR', ...RUN],
    text: (mark) =>
      `Errors during downloading metadata for repository 'synthetic':\n  - Status code: 403 for https://mirror-${mark}.example.com/core/repodata/repomd.xml (IP: 192.0.2.17)`,
    tell: (mark) => `mirror-${mark}.`,
  },
  {
    kind: 'no room for packages',
    document: 'AWS-RunPatchBaseline',
    into: 'stderr',
    code: 1,
    line: true,
    roots: ['HOST_DISK_FULL'],
    also: RUN,
    text: (mark) => `OSError: [Errno 28] No space left on device: '/var/cache/dnf/synthetic-${mark}'`,
    tell: (mark) => `synthetic-${mark}`,
  },
  {
    kind: 'lock held',
    document: 'AWS-RunPatchBaseline',
    into: 'stderr',
    code: 100,
    line: true,
    roots: ['PKG_LOCK_HELD'],
    also: RUN,
    text: (mark) =>
      `E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7${mark} (unattended-upgr)`,
    tell: (mark) => `process 7${mark} `,
  },
  {
    kind: 'key of a package missing',
    document: 'AWS-RunPatchBaseline',
    into: 'stdout',
    code: 1,
    line: true,
    roots: ['PKG_GPG_FAILURE'],
    also: RUN,
    text: (mark, now) =>
      `${payloadTime(now)} root [ERROR]: Public key for synthetic-${mark}.rpm is not installed`,
    tell: (mark) => `synthetic-${mark}.rpm`,
  },
  {
    kind: 'tool missing',
    document: 'AWS-RunShellScript',
    into: 'stderr',
    code: 127,
    line: true,
    roots: ['HOST_TOOL_MISSING'],
    also: ['HOST_INTERPRETER_MISSING', ...RUN],
    text: (mark) => `./_script.sh: line 12: synthetic-${mark}: command not found`,
    tell: (mark) => `synthetic-${mark}`,
  },
  {
    kind: 'payload not downloaded',
    document: 'AWS-RunPatchBaseline',
    into: 'stderr',
    code: 156,
    line: false,
    roots: ['PATCH_PAYLOAD_DOWNLOAD_FAILED'],
    also: RUN,
    text: (mark) =>
      `Unable to download payload: https://s3.dualstack.${REGION}.amazonaws.com/aws-ssm-${REGION}/patchbaselineoperations/linux/payloads/patch-baseline-operations-1.${mark}.tar.gz.`,
    tell: (mark) => `operations-1.${mark}.tar.gz`,
  },
];

/** As the patching payload writes a time. */
export function payloadTime(now: number): string {
  const [, year, month, day, clock] =
    /^(\d+)-(\d\d)-(\d\d)T([\d:]{8})/.exec(new Date(now).toISOString()) ?? [];
  return `${month}/${day}/${year} ${clock}`;
}

function requestOf(mark: string): string {
  return `5e90e570-5707-4000-8000-${mark.padStart(12, '0')}`;
}
