import type { Platform } from '../../vocabulary.ts';

/** What becomes of a step that ends with a status. */
export type StatusOutcome = 'success' | 'failure' | 'reboot' | 'stopped' | 'internal';

/** What one program means by an exit status. Several programs may mean different things by the same one. */
export interface ExitStatusMeaning {
  readonly statuses: readonly number[];
  /** The name that its program has for it. */
  readonly name: string | null;
  /** Who gives it this meaning. */
  readonly by: string;
  readonly platforms: readonly Platform[];
  /** `internal`: seen in messages only, never as the status of a process. */
  readonly outcome: StatusOutcome;
  readonly meaning: string;
  /** What misleads, and how to tell; empty when nothing does. */
  readonly trap: string;
  readonly causes: readonly string[];
}

const AGENT = 'SSM Agent';
const DOCUMENT = 'patch document';
const PAYLOAD = 'patch payload';
const SHELL = 'shell';
const UNIX: readonly Platform[] = ['linux', 'macos'];
const LINUX: readonly Platform[] = ['linux'];
const WINDOWS: readonly Platform[] = ['windows'];
const ALL: readonly Platform[] = ['linux', 'macos', 'windows'];

const MASKED =
  'In some versions every internal error is masked as 156. A tuple such as PatchManagerError: (text, 143) has the true code.';
const TUPLE = 'Stands in a PatchManagerError tuple; the run itself then ends with 1, 156 or a reboot.';

/**
 * Exit statuses of the agent (ssm-agent `executers.go`, `pluginutil_*.go`), of the patch documents and their payload,
 * and of the programs that they call. Facts in this project's words.
 */
export const EXIT_STATUSES: readonly ExitStatusMeaning[] = [
  status([0], AGENT, ALL, 'success', 'The step succeeded.', {
    trap: 'A patch run may end with 0 and still leave packages out: look for lines about packages that were not installed, and at the counts of the patch summary.',
  }),
  status(
    [1],
    DOCUMENT,
    ALL,
    'failure',
    'The patch run failed: a package failed, the result could not be uploaded, or the package phase raised an error.',
    {
      trap: 'Every error of the package phase ends with 1, and so does most other software. The lines above say what happened.',
      causes: ['PATCH_RUN_FAILED', 'DOCUMENT_STEP_FAILED'],
    },
  ),
  status([2], PAYLOAD, UNIX, 'failure', 'The dependencies of a package are not met or not allowed.', {
    name: 'DEPENDENCY_CHECK_FAILURE',
    trap: 'Newer payloads turn it into 1, or into a reboot that ends with 1; it then stands in the last lines only. A shell gives 2 for a syntax error.',
    causes: ['PKG_DEPENDENCY_FAILURE'],
  }),
  status([3], DOCUMENT, UNIX, 'failure', 'A reboot was asked for again and again and never happened.', {
    causes: ['HOST_REBOOT_FAILED'],
  }),
  status(
    [100],
    'apt-get, dnf check-update',
    LINUX,
    'failure',
    'Of apt-get a failure; dnf check-update found updates.',
    {
      trap: 'From dnf it is no failure.',
      causes: ['PKG_COMMAND_FAILED'],
    },
  ),
  ...zypper(),
  status(
    [124],
    'timeout command',
    UNIX,
    'stopped',
    'The timeout command ended a program that took too long.',
    {
      trap: 'It is the limit that a script set, not that of the step: the agent ends a step with 137, or -1 on Windows.',
    },
  ),
  status([126], SHELL, UNIX, 'failure', 'The script or program was found but could not be executed.', {
    trap: 'The agent runs its scripts below /var/lib/amazon/ssm: a noexec mount or SELinux keeps them from starting.',
    causes: ['HOST_NOEXEC', 'HOST_SELINUX_DENIED', 'HOST_PERMISSION_DENIED'],
  }),
  status([127], SHELL, UNIX, 'failure', 'A command or its interpreter was not found.', {
    causes: ['HOST_TOOL_MISSING', 'HOST_INTERPRETER_MISSING'],
  }),
  ...signals(),
  status(
    [137],
    AGENT,
    UNIX,
    'stopped',
    'The agent ended the step: its timeout had passed, it was cancelled, or the agent was shut down.',
    {
      trap: 'A script that gives 137 by itself, for instance because the kernel killed it for memory, looks the same. A real timeout has "The execution of command was timedout" in the agent log.',
      causes: [
        'DOCUMENT_STEP_TIMED_OUT',
        'DOCUMENT_STEP_CANCELLED',
        'DOCUMENT_STEP_KILLED',
        'HOST_OUT_OF_MEMORY',
      ],
    },
  ),
  ...payload(),
  status(
    [151],
    DOCUMENT,
    UNIX,
    'failure',
    'The downloaded patch payload does not have the expected SHA-256.',
    {
      causes: ['PATCH_PAYLOAD_CHECKSUM_MISMATCH'],
    },
  ),
  status([152], DOCUMENT, UNIX, 'failure', 'The patch payload was unpacked but could not be loaded.', {
    causes: ['HOST_PYTHON_UNSUPPORTED', 'PATCH_RUN_FAILED'],
  }),
  status([154], DOCUMENT, UNIX, 'failure', 'The folder for the patch payload could not be created.', {
    causes: ['HOST_DISK_FULL', 'HOST_READONLY_FS', 'HOST_PERMISSION_DENIED'],
  }),
  status([155], DOCUMENT, UNIX, 'failure', 'The patch payload could not be unpacked.', {
    trap: 'A full disk or a cut download is the usual reason.',
    causes: ['PATCH_PAYLOAD_EXTRACT_FAILED', 'HOST_DISK_FULL'],
  }),
  status(
    [156],
    DOCUMENT,
    UNIX,
    'failure',
    'Ambiguous: the patch payload could not be downloaded, or any error before the package phase was masked.',
    {
      trap: 'It is the download only where "Unable to download payload" or "Error code returned from" stands in the output. Otherwise a PatchManagerError tuple, or the lines above, name the true error.',
      causes: ['PATCH_PAYLOAD_DOWNLOAD_FAILED', 'PATCH_RUN_FAILED'],
    },
  ),
  status([168], AGENT, ALL, 'success', 'Ends the document as a success: the steps that follow are skipped.', {
    trap: 'A script or program that ends with 168 for reasons of its own hides its failure.',
  }),
  status([169], AGENT, ALL, 'failure', 'Ends the document as a failure: the steps that follow are skipped.', {
    causes: ['DOCUMENT_STEP_FAILED'],
  }),
  status(
    [194],
    AGENT,
    UNIX,
    'reboot',
    'A request to reboot, no failure: the agent reboots the machine and runs the same step again.',
    {
      trap: 'The second run must end otherwise, or the machine reboots again. Where the reboot does not happen, the run stays open.',
      causes: ['HOST_REBOOT_FAILED', 'HOST_REBOOT_PENDING'],
    },
  ),
  status(
    [195],
    PAYLOAD,
    UNIX,
    'internal',
    'Reboot, and something failed: the run ends with 1 after the reboot.',
    {
      name: 'REBOOT_WITH_FAILURES',
      trap: 'The process leaves with 194. That it was 195 is remembered by a folder named patch-baseline-operations-reboot-195 until the next start.',
      causes: ['PATCH_INSTALL_FAILED'],
    },
  ),
  status(
    [196],
    PAYLOAD,
    UNIX,
    'internal',
    'Reboot, and dependencies were not met: the run ends with a failure after the reboot.',
    {
      name: 'REBOOT_WITH_DEPENDENCY_CHECK_FAILURE',
      trap: 'The process leaves with 194. That it was 196 is remembered by a folder named patch-baseline-operations-reboot-196 until the next start.',
      causes: ['PKG_DEPENDENCY_FAILURE'],
    },
  ),
  status(
    [255],
    SHELL,
    ALL,
    'failure',
    'A status out of range, such as exit -1, or a failed ssh, xargs or Python start.',
    {
      causes: ['DOCUMENT_STEP_FAILED'],
    },
  ),
  ...windowsInstaller(),
  status(
    [1641],
    'Windows Installer',
    WINDOWS,
    'reboot',
    'The installation succeeded and the installer began a reboot.',
    {
      name: 'ERROR_SUCCESS_REBOOT_INITIATED',
      trap: 'The agent knows 3010 only: a step that ends with 1641 counts as failed, and the reboot may cut it off.',
      causes: ['DOCUMENT_STEP_FAILED', 'AGENT_RUN_INTERRUPTED'],
    },
  ),
  status(
    [3010],
    AGENT,
    WINDOWS,
    'reboot',
    'A request to reboot, no failure: the agent reboots the machine and runs the same step again.',
    {
      name: 'ERROR_SUCCESS_REBOOT_REQUIRED',
      trap: 'Installers give it, too: a script that passes it on reboots the machine. The patch document prints no summary then.',
      causes: ['HOST_REBOOT_PENDING', 'HOST_REBOOT_FAILED'],
    },
  ),
  status(
    [-1],
    AGENT,
    WINDOWS,
    'stopped',
    'The agent ended the step: its timeout had passed, it was cancelled, or the agent was shut down.',
    {
      trap: 'Windows shows it as 4294967295 or 0xffffffff. A script may give it by itself.',
      causes: ['DOCUMENT_STEP_TIMED_OUT', 'DOCUMENT_STEP_CANCELLED'],
    },
  ),
  status(
    [-1],
    'PatchBaselineOperations module',
    WINDOWS,
    'failure',
    'The patch module failed, whatever the reason.',
    {
      trap: 'It says nothing by itself: look for an HRESULT or an error message in the output.',
      causes: ['PATCH_RUN_FAILED', 'PATCH_MODULE_LOAD_FAILED'],
    },
  ),
  status(
    [-1],
    AGENT,
    UNIX,
    'failure',
    'A signal ended the step; stderr has "failed to run commands: signal: NAME".',
    {
      causes: ['DOCUMENT_STEP_KILLED'],
    },
  ),
  status(
    [-1073741510],
    'Windows',
    WINDOWS,
    'stopped',
    'The program was ended by Ctrl+C, a closed console or a log-off.',
    {
      name: 'STATUS_CONTROL_C_EXIT',
      causes: ['DOCUMENT_STEP_CANCELLED'],
    },
  ),
  status(
    [-1073741502],
    'Windows',
    WINDOWS,
    'failure',
    'The program could not start: a library failed to initialise.',
    {
      name: 'STATUS_DLL_INIT_FAILED',
      trap: 'Usual while the machine shuts down, and where memory of the service session is used up.',
      causes: ['HOST_SHUTDOWN_IN_PROGRESS', 'HOST_OUT_OF_MEMORY'],
    },
  ),
  status(
    [-1073741819],
    'Windows',
    WINDOWS,
    'failure',
    'The program crashed: it touched memory that is not its own.',
    {
      name: 'STATUS_ACCESS_VIOLATION',
    },
  ),
];

function status(
  statuses: readonly number[],
  by: string,
  platforms: readonly Platform[],
  outcome: StatusOutcome,
  meaning: string,
  more: Partial<Pick<ExitStatusMeaning, 'name' | 'trap' | 'causes'>> = {},
): ExitStatusMeaning {
  return { statuses, by, platforms, outcome, meaning, name: null, trap: '', causes: [], ...more };
}

/** What msiexec leaves with when an installation fails (winerror.h). */
function windowsInstaller(): ExitStatusMeaning[] {
  const failure = (
    code: number,
    name: string,
    meaning: string,
    causes: readonly string[],
  ): ExitStatusMeaning => status([code], 'Windows Installer', WINDOWS, 'failure', meaning, { name, causes });
  return [
    failure(1602, 'ERROR_INSTALL_USEREXIT', 'Somebody cancelled the installation.', [
      'WU_INTERACTION_REQUIRED',
    ]),
    failure(1603, 'ERROR_INSTALL_FAILURE', 'The installation failed; the log of the installer says why.', [
      'DOCUMENT_STEP_FAILED',
    ]),
    failure(1618, 'ERROR_INSTALL_ALREADY_RUNNING', 'Another installation is running.', [
      'WU_INSTALL_IN_PROGRESS',
    ]),
    failure(1619, 'ERROR_INSTALL_PACKAGE_OPEN_FAILED', 'The package could not be opened.', [
      'DOCUMENT_STEP_FAILED',
    ]),
    failure(1625, 'ERROR_INSTALL_PACKAGE_REJECTED', 'A policy of the system forbids the installation.', [
      'DOCUMENT_STEP_FAILED',
    ]),
    failure(1638, 'ERROR_PRODUCT_VERSION', 'Another version of the product is installed.', [
      'DOCUMENT_STEP_FAILED',
    ]),
  ];
}

/** What zypper leaves with (its manual, EXIT CODES). */
function zypper(): ExitStatusMeaning[] {
  const failure = (code: number, meaning: string, causes: readonly string[] = []): ExitStatusMeaning =>
    status([code], 'zypper', LINUX, 'failure', meaning, { causes });
  return [
    failure(4, 'The solver found no solution, or an internal error.', ['PKG_DEPENDENCY_FAILURE']),
    failure(5, 'No privileges for the work.', ['HOST_NOT_ROOT']),
    failure(6, 'No repository is defined.', ['REPO_NONE_ENABLED']),
    failure(7, 'Another process holds the package management.', ['PKG_LOCK_HELD']),
    failure(8, 'A part of the installation failed.', ['PKG_COMMAND_FAILED']),
    status([102], 'zypper', LINUX, 'reboot', 'Done; a reboot is needed.', {
      causes: ['HOST_REBOOT_PENDING'],
    }),
    status([103], 'zypper', LINUX, 'success', 'Done; zypper itself was updated and wants to run again.'),
    status([104], 'zypper', LINUX, 'failure', 'A package was not found.', {
      trap: 'The patch payload takes it for a success.',
      causes: ['PKG_NOT_AVAILABLE'],
    }),
    status(
      [106],
      'zypper',
      LINUX,
      'failure',
      'A repository was left out because it could not be refreshed.',
      {
        trap: 'What was found may be too little.',
        causes: ['REPO_PARTIAL_REFRESH'],
      },
    ),
    failure(107, 'Installed, but a script of a package failed.', ['PKG_SCRIPTLET_FAILED']),
  ];
}

/** What a shell makes of the signals that end programs: 128 and the number of the signal. */
function signals(): ExitStatusMeaning[] {
  const named: readonly (readonly [
    code: number,
    name: string,
    meaning: string,
    causes?: readonly string[],
  ])[] = [
    [129, 'SIGHUP', 'A signal ended the program: its terminal or parent went away.'],
    [130, 'SIGINT', 'A signal ended the program: it was interrupted.'],
    [132, 'SIGILL', 'The program crashed: this processor does not know one of its instructions.'],
    [134, 'SIGABRT', 'The program gave up by itself (abort).'],
    [
      135,
      'SIGBUS',
      'The program crashed on a memory access, for instance to a file on a full or failing disk.',
    ],
    [136, 'SIGFPE', 'The program crashed in a calculation.'],
    [
      137,
      'SIGKILL',
      'A signal ended the program at once: the kernel for want of memory, or kill -9.',
      ['HOST_OUT_OF_MEMORY', 'DOCUMENT_STEP_KILLED'],
    ],
    [139, 'SIGSEGV', 'The program crashed: it touched memory that is not its own.', ['DOCUMENT_STEP_KILLED']],
    [141, 'SIGPIPE', 'The program wrote to a pipe that nobody read any more.'],
    [
      143,
      'SIGTERM',
      'A signal asked the program to end, as a shutdown does.',
      ['DOCUMENT_STEP_KILLED', 'AGENT_RUN_INTERRUPTED'],
    ],
  ];
  return named.map(([code, name, meaning, causes = ['DOCUMENT_STEP_KILLED']]) =>
    status([code], SHELL, UNIX, 'stopped', meaning, { name, causes }),
  );
}

/** Codes of the payload for what goes wrong before the package phase; they show in messages, masked as status. */
function payload(): ExitStatusMeaning[] {
  const inside = (
    statuses: readonly number[],
    name: string,
    meaning: string,
    causes: readonly string[],
    trap = TUPLE,
  ): ExitStatusMeaning => status(statuses, PAYLOAD, UNIX, 'internal', meaning, { name, trap, causes });
  return [
    inside([130, 131], 'ASSOCIATION_ERROR', 'The association of the run could not be described.', [
      'ASSOC_LIST_FAILED',
    ]),
    inside([132], 'ASSOCIATION_ACCESS_DENIED', 'The node may not call ssm:DescribeAssociation.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([133, 134], 'GET_PATCH_BASELINE_ERROR', 'The patch baseline could not be fetched.', [
      'PATCH_SNAPSHOT_FAILED',
    ]),
    inside([135], 'GET_PATCH_BASELINE_ACCESS_DENIED', 'The node may not fetch the patch baseline.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside(
      [136, 137],
      'DESCRIBE_PATCH_BASELINES_ERROR',
      'The list of patch baselines could not be fetched.',
      ['PATCH_SNAPSHOT_FAILED'],
    ),
    inside([138], 'DESCRIBE_PATCH_BASELINES_ACCESS_DENIED', 'The node may not list the patch baselines.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([139, 140], 'GET_RESOURCES_ERROR', 'The resources with the requested tag could not be listed.', [
      'PATCH_SNAPSHOT_FAILED',
    ]),
    inside([141], 'GET_RESOURCES_ACCESS_DENIED', 'The node may not call tag:GetResources.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([142], 'PATCH_ASSOCIATIONS_BASELINE_ERROR', 'Several baselines carry the requested tag.', [
      'PATCH_BASELINE_AMBIGUOUS',
    ]),
    inside([143, 144], 'SNAPSHOT_ERROR', 'The snapshot of the baseline could not be obtained.', [
      'PATCH_SNAPSHOT_FAILED',
    ]),
    inside([145], 'SNAPSHOT_ACCESS_DENIED', 'The node may not obtain the snapshot of the baseline.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([146], 'SNAPSHOT_UNSUPPORTED_OS', 'Patch Manager does not know this operating system.', [
      'PATCH_OS_UNSUPPORTED',
    ]),
    inside([147], 'SNAPSHOT_COULDNT_SAVE', 'The snapshot could not be saved.', [
      'HOST_DISK_FULL',
      'HOST_READONLY_FS',
    ]),
    inside([148], 'NO_INSTANCE_METADATA', 'The node has no credentials of a role.', [
      'CREDENTIALS_NO_INSTANCE_PROFILE',
    ]),
    inside(
      [149],
      'PUT_INVENTORY_ERROR',
      'The result could not be uploaded.',
      ['PATCH_COMPLIANCE_UPLOAD_FAILED'],
      'The process ends with 1, or asks for a reboot first.',
    ),
    inside(
      [150],
      'SNAPSHOT_INVALID',
      'The snapshot of the baseline is no JSON.',
      ['PATCH_SNAPSHOT_INVALID'],
      'Often wrapped as 143.',
    ),
    inside(
      [151],
      'UPTIME_COULDNT_FIND',
      'The time of the last boot could not be read.',
      ['HOST_UPTIME_UNKNOWN'],
      MASKED,
    ),
    inside(
      [152],
      'CONFIGURATION_FILE_ERROR',
      'The tracking file of patches is damaged.',
      ['PATCH_STATE_FILE_CORRUPT'],
      MASKED,
    ),
    inside([153], 'BASELINE_TAGS_REGEX_ERROR', 'The tags of the baseline are not in the expected form.', [
      'PATCH_BASELINE_AMBIGUOUS',
    ]),
    inside([160], 'BASELINE_OVERRIDE_ACCESS_DENIED', 'The override file in S3 may not be read.', [
      'PATCH_OVERRIDE_ACCESS_DENIED',
    ]),
    inside([161], 'BASELINE_OVERRIDE_INVALID', 'The override file is not valid.', ['PATCH_OVERRIDE_INVALID']),
    inside([162], 'BASELINE_OVERRIDE_DOWNLOAD_ERROR', 'The override file could not be downloaded.', [
      'PATCH_OVERRIDE_DOWNLOAD_FAILED',
    ]),
    inside(
      [163, 166],
      'BASELINE_OVERRIDE_MISSING_OS',
      'The override file has no, or a wrong, entry for this operating system.',
      ['PATCH_OVERRIDE_INVALID'],
    ),
    inside(
      [165],
      'BASELINE_OVERRIDE_MULTIPLE_OVERRIDES_PROVIDED_FOR_OS',
      'The override file has several entries for this operating system.',
      ['PATCH_OVERRIDE_INVALID'],
    ),
    inside(
      [167],
      'BASELINE_OVERRIDE_AND_INSTALL_OVERRIDE_PROVIDED',
      'A baseline override and an install override list were given together.',
      ['PATCH_OVERRIDE_INVALID'],
    ),
  ];
}
