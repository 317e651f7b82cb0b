/**
 * What the failures that gen-logs.mjs plants mean in the catalogue. The generator names them by keys of its own; its
 * texts were composed after what the agent and the payload print.
 */
export interface PlantedCause {
  /** The cause that the line names. With several, each is a right answer, and `why` says so. */
  readonly roots: readonly [string, ...string[]];
  /** Causes that the same line, or the end of the same run, may be counted for as well. */
  readonly also?: readonly string[];
  readonly why?: string;
}

/** A failed health ping wraps the error of the connection below it. */
const PING = ['AGENT_HIBERNATING', 'AWS_API_ERROR'] as const;
/** A step that ends with a status other than 0 says so in a last line of its own. */
const RUN = ['DOCUMENT_STEP_FAILED', 'PATCH_RUN_FAILED'] as const;
/** A search by Windows Update that failed: the code in the line names the reason. */
const SEARCH = ['WU_SEARCH_FAILED', ...RUN] as const;

export const PLANTED_CAUSES: Readonly<Record<string, PlantedCause>> = {
  'agent.credentials.no-instance-role': {
    roots: ['CREDENTIALS_DHMC_NOT_CONFIGURED'],
    also: ['CREDENTIALS_UNAVAILABLE'],
  },
  'agent.credentials.role-missing': {
    roots: ['CREDENTIALS_NO_INSTANCE_PROFILE'],
    also: ['CREDENTIALS_UNAVAILABLE'],
  },
  'agent.imds.unreachable': {
    roots: ['CREDENTIALS_IMDS_UNAVAILABLE', 'NETWORK_UNREACHABLE'],
    also: ['CREDENTIALS_UNAVAILABLE', 'AWS_API_ERROR'],
    why: 'there is no route to the metadata service: the network is unreachable, and so are the credentials',
  },
  'agent.throttled': { roots: ['AWS_API_THROTTLED'], also: ['ASSOC_LIST_FAILED'] },
  'association.already-running': {
    roots: ['ASSOC_PREVIOUS_RUN_ACTIVE', 'ASSOC_STUCK_IN_PROGRESS'],
    why: 'a new run is refused because the former one has been going on for hours',
  },
  'association.document-not-found': { roots: ['DOCUMENT_UNAVAILABLE'] },
  'association.parameter-invalid': { roots: ['DOCUMENT_PARAMETER_UNRESOLVED'], also: ['ASSOC_FAILED'] },
  'disk.full': { roots: ['HOST_DISK_FULL'], also: ['DOCUMENT_WORKDIR_WRITE_FAILED'] },
  'exec.permission-denied': {
    roots: ['AGENT_WORKER_START_FAILED', 'HOST_PERMISSION_DENIED'],
    why: 'the worker does not start because the system denies its execution; both name the same fault',
  },
  'iam.access-denied.put-inventory': { roots: ['IAM_ACCESS_DENIED'], also: ['INVENTORY_UPLOAD_FAILED'] },
  'iam.access-denied.update-instance-information': { roots: ['IAM_ACCESS_DENIED'], also: PING },
  'iam.clock-skew': { roots: ['HOST_CLOCK_SKEW'], also: PING },
  'iam.token-expired': { roots: ['CREDENTIALS_EXPIRED'], also: ['AWS_API_ERROR'] },
  'inventory.association-duplicate': { roots: ['INVENTORY_MULTIPLE_ASSOCIATIONS'] },
  'inventory.size-exceeded': {
    roots: ['INVENTORY_SIZE_LIMIT'],
    also: ['INVENTORY_UPLOAD_FAILED', 'INVENTORY_CONTENT_REJECTED'],
  },
  'net.connection-refused': { roots: ['NETWORK_CONNECTION_REFUSED'], also: ['AGENT_CONTROL_CHANNEL_FAILED'] },
  'net.dns': { roots: ['NETWORK_DNS_FAILURE'], also: PING },
  'net.proxy.auth': {
    roots: ['NETWORK_PROXY_AUTH_REQUIRED'],
    also: ['NETWORK_PROXY_ERROR', 'AWS_API_ERROR'],
  },
  'net.timeout': { roots: ['NETWORK_TIMEOUT'], also: PING },
  'net.tls.expired': {
    roots: ['NETWORK_TLS_FAILURE'],
    also: ['HOST_CLOCK_SKEW', ...PING],
    why: 'the certificate is not valid yet at the time of the node, which may be wrong',
  },
  'net.tls.unknown-authority': { roots: ['NETWORK_TLS_FAILURE'], also: PING },
  'patch.apt-lock': { roots: ['PKG_LOCK_HELD'], also: RUN },
  'patch.compliance-upload': {
    roots: ['IAM_ACCESS_DENIED'],
    also: ['PATCH_COMPLIANCE_UPLOAD_FAILED', ...RUN],
  },
  'patch.disk-full': { roots: ['HOST_DISK_FULL'], also: RUN },
  'patch.dpkg-interrupted': { roots: ['PKG_DPKG_INTERRUPTED'], also: RUN },
  'patch.gpg': { roots: ['PKG_GPG_FAILURE'], also: RUN },
  'patch.module-download': {
    roots: ['PATCH_PAYLOAD_DOWNLOAD_FAILED'],
    also: ['NETWORK_UNREACHABLE', ...SEARCH],
  },
  'patch.mirrors-exhausted': {
    roots: ['NETWORK_TIMEOUT', 'REPO_UNREACHABLE'],
    also: RUN,
    why: 'the repository cannot be reached, and the second line says that its connection timed out',
  },
  'patch.noexec': { roots: ['HOST_NOEXEC'], also: ['HOST_PERMISSION_DENIED', ...RUN] },
  'patch.oom': {
    roots: ['HOST_OUT_OF_MEMORY', 'DOCUMENT_STEP_KILLED'],
    also: RUN,
    why: 'the shell says that the payload was killed, not by whom; without a word of the kernel both hold',
  },
  'patch.package-conflict': { roots: ['PKG_FILE_CONFLICT'], also: ['PKG_COMMAND_FAILED', ...RUN] },
  'patch.payload-download': { roots: ['PATCH_PAYLOAD_DOWNLOAD_FAILED'], also: RUN },
  'patch.payload-extract': { roots: ['PATCH_PAYLOAD_EXTRACT_FAILED'], also: RUN },
  'patch.python-unsupported': {
    roots: ['HOST_PYTHON_MISSING', 'HOST_PYTHON_UNSUPPORTED'],
    also: RUN,
    why: 'one line says that the combination is not supported and that Python 3 is missing',
  },
  'patch.snapshot-denied': { roots: ['IAM_ACCESS_DENIED'], also: ['PATCH_SNAPSHOT_FAILED', ...RUN] },
  'patch.subscription': { roots: ['REPO_SUBSCRIPTION_INVALID'], also: RUN },
  'patch.yum-lock': { roots: ['PKG_LOCK_HELD'] },
  'registration.not-registered': { roots: ['AGENT_ACTIVATION_INVALID'], also: ['AGENT_NOT_REGISTERED'] },
  'script.command-not-found': {
    roots: ['HOST_TOOL_MISSING'],
    also: ['HOST_INTERPRETER_MISSING', 'DOCUMENT_STEP_FAILED'],
  },
  'script.exit-nonzero': { roots: ['DOCUMENT_STEP_FAILED'] },
  'script.python-traceback': { roots: ['DOCUMENT_STEP_FAILED'] },
  'wua.fatal': { roots: ['WU_INSTALL_FAILED'], also: SEARCH },
  'wua.http-forbidden': { roots: ['NETWORK_PROXY_ERROR'], also: SEARCH },
  'wua.install-not-allowed': { roots: ['HOST_REBOOT_PENDING'], also: SEARCH },
  'wua.no-service': { roots: ['NETWORK_DNS_FAILURE'], also: SEARCH },
  'wua.policy': { roots: ['HOST_SHUTDOWN_IN_PROGRESS'], also: SEARCH },
  'wua.search': { roots: ['WU_SEARCH_FAILED'], also: RUN },
  'wua.timeout': { roots: ['NETWORK_TIMEOUT'], also: SEARCH },
  'worker.crash': { roots: ['AGENT_WORKER_CRASHED'] },
  'worker.panic': { roots: ['AGENT_PANIC'] },
};
