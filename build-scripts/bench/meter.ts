import { spawnSync } from 'node:child_process';

/** What the system charges to a process and those it waited for. */
export interface Cost {
  /** User and system time, in seconds. */
  readonly cpu: number;
  /** Peak resident memory, in bytes. */
  readonly peak: number;
  readonly status: number;
}

/** Runs a command with its standard output in a file. Fails when it cannot be started or ends by a signal. */
export type Meter = (command: readonly string[], output: string) => Cost;

/**
 * Node tells the costs of a child to nobody, and `time` counts in hundredths of a second, a quarter of what
 * `node --version` takes; so a small script waits for the child with wait4(2), which counts in microseconds.
 * Each prints: microseconds, ru_maxrss, wait status.
 */
const PERL = `
use POSIX ();
my %number = (x86_64 => 61, aarch64 => 260);
my $wait4 = $number{(POSIX::uname())[4]} or exit 1;
my $output = shift;
my $child = fork();
if ($child == 0) {
  open(STDOUT, '>', $output) or POSIX::_exit(127);
  exec { $ARGV[0] } @ARGV or POSIX::_exit(127);
}
my ($status, $usage) = (pack('l', 0), "\\0" x 144);
syscall($wait4, $child, $status, 0, $usage) == $child or exit 1;
my @field = unpack('q5', $usage);
printf "%d %d %d", ($field[0] + $field[2]) * 1e6 + $field[1] + $field[3], $field[4], unpack('l', $status);
`;

const PYTHON = `
import os, sys
child = os.fork()
if child == 0:
    try:
        os.dup2(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), 1)
        os.execvp(sys.argv[2], sys.argv[2:])
    finally:
        os._exit(127)
_, status, usage = os.wait4(child, 0)
print(int((usage.ru_utime + usage.ru_stime) * 1e6), usage.ru_maxrss, status)
`;

const WAITERS: readonly (readonly string[])[] = [
  ...(process.platform === 'linux' ? [['perl', '-e', PERL]] : []),
  ['python3', '-c', PYTHON],
];

/** A meter that works on this machine. Fails when there is none: no perl and no python3. */
export function findMeter(): Meter {
  for (const waiter of WAITERS) {
    const meter = meterOf(waiter);
    try {
      if (meter([process.execPath, '-e', 'process.exitCode = 3'], '/dev/null').status === 3) return meter;
    } catch {
      // The next one may work.
    }
  }
  throw new Error('measuring a process needs perl or python3; install one of them');
}

function meterOf(waiter: readonly string[]): Meter {
  const [program = '', ...args] = waiter;
  return (command, output) => {
    const result = spawnSync(program, [...args, output, ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [micros = Number.NaN, peak = Number.NaN, waited = Number.NaN] = (result.stdout ?? '')
      .split(' ')
      .map(Number);
    const shown = command.join(' ');
    if (result.status !== 0 || Number.isNaN(waited))
      throw new Error(`could not measure ${shown}: ${result.stderr}`);
    if ((waited & 127) !== 0) throw new Error(`${shown} was ended by signal ${waited & 127}`);
    const status = waited >> 8;
    if (status === 127) throw new Error(`${shown} could not be started`);
    return { cpu: micros / 1e6, peak: process.platform === 'darwin' ? peak : peak * 1024, status };
  };
}
