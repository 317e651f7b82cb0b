import type { Ran } from '../../platform/processes.ts';
import { type ServiceHost, systemProgram } from './host.ts';
import type { Standing } from './manager.ts';
import type { Step, Undo } from './steps.ts';

/** Longer than a service may take to stop: seconds. */
const LONGEST = 90;
/** Of what a program says, so much is told. */
const LONGEST_MESSAGE = 300;

/** Runs a program of the system. */
export function runProgram(host: ServiceHost, name: string, args: readonly string[]): Ran {
  const program = systemProgram(host, name);
  if (program === null)
    return { kind: 'failed', message: `there is no ${name} in ${host.programFolders.join(', ')}` };
  return host.commands.run(program, args, LONGEST);
}

/** Runs a program of the system; why it failed, or null. */
export function problemOf(host: ServiceHost, name: string, args: readonly string[]): string | null {
  const ran = runProgram(host, name, args);
  if (ran.kind === 'failed') return ran.message;
  if (ran.status === 0) return null;
  const said = `${ran.stderr}\n${ran.stdout}`.trim().replace(/\s*[\r\n]+\s*/g, '; ');
  const message = said.length > LONGEST_MESSAGE ? `${said.slice(0, LONGEST_MESSAGE)}…` : said;
  return message === '' ? `it ended with status ${ran.status}` : message;
}

export function commandStep(
  host: ServiceHost,
  name: string,
  args: readonly string[],
  undo: () => readonly Undo[] = () => [],
): Step {
  return { ...commandUndo(host, name, args), undo };
}

/** The same, to take something back. */
export function commandUndo(host: ServiceHost, name: string, args: readonly string[]): Undo {
  return {
    title: [name, ...args].map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' '),
    run: () => problemOf(host, name, args),
  };
}

/** The same, where it is well if there was nothing to do. */
export function lenientStep(host: ServiceHost, name: string, args: readonly string[]): Step {
  const step = commandStep(host, name, args);
  return {
    ...step,
    async run() {
      await step.run();
      return null;
    },
  };
}

/** Milliseconds: a program with settings that it cannot use has ended by then. */
const SETTLED = 2000;
const BETWEEN_LOOKS = 250;

/** Watches for a short time whether what was started goes on. */
export function staysUpStep(host: ServiceHost, standing: () => Standing, whereToLook: string): Step {
  return {
    title: 'see that it runs',
    async run() {
      const { clock } = host;
      let last = standing();
      for (const start = clock.elapsed(); clock.elapsed() - start < SETTLED; last = standing()) {
        if (last.failedWith !== null) break;
        await clock.sleep(BETWEEN_LOOKS);
      }
      if (last.failedWith !== null) return `it ended with status ${last.failedWith}; ${whereToLook}`;
      return last.isRunning === false ? `it does not run; ${whereToLook}` : null;
    },
  };
}
