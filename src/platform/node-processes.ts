import { nodeCommands } from './node-commands.ts';
import type { Processes } from './processes.ts';

const SECONDS = 5;

/** The programs of this machine. `program` is an absolute path: nothing is looked up in `PATH`. */
export function nodeProcesses(): Processes {
  const commands = nodeCommands();
  return {
    output(program, args) {
      const ran = commands.run(program, args, SECONDS);
      return ran.kind === 'ended' && ran.status === 0 ? ran.stdout : null;
    },
  };
}
