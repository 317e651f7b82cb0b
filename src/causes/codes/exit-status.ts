import { ALL, type ExitStatusMeaning, LINUX, status, UNIX, WINDOWS } from './exit-status-meaning.ts';
import { payload } from './exit-status-payload.ts';
import { signals, windowsInstaller, zypper } from './exit-status-programs.ts';

const AGENT = 'SSM Agent';
const DOCUMENT = 'patch document';
const PAYLOAD = 'patch payload';
const SHELL = 'shell';

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
