import { type ExitStatusMeaning, LINUX, status, UNIX, WINDOWS } from './exit-status-meaning.ts';

/** What msiexec leaves with when an installation fails (winerror.h). */
export function windowsInstaller(): ExitStatusMeaning[] {
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
export function zypper(): ExitStatusMeaning[] {
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
export function signals(): ExitStatusMeaning[] {
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
    status([code], 'shell', UNIX, 'stopped', meaning, { name, causes }),
  );
}
