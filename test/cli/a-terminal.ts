import type { Terminal } from '../../src/cli/terminal.ts';

/** A pipe that keeps what is written to it. */
export interface KeptTerminal extends Terminal {
  /** Everything that was written to stdout. */
  text(): string;
}

export function aTerminal(columns = 80): KeptTerminal {
  const written: string[] = [];
  return {
    columns,
    color: false,
    unicode: true,
    write: (text) => {
      written.push(text);
      return 'whole';
    },
    note: () => undefined,
    warn: () => undefined,
    progress: () => ({ show: () => undefined, done: () => undefined }),
    text: () => written.join(''),
  };
}
