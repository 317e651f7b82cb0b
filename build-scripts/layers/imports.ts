import { scan } from './scan.ts';

export interface ModuleFacts {
  readonly imports: readonly ImportFact[];
  /** Lines with an `import()` or `require()` of something that is no plain string. */
  readonly computedImports: readonly number[];
  /** Lines that end the process or set its exit status. */
  readonly exits: readonly Exit[];
  /** Lines that look at the clock or at the process, which the pure parts may not. */
  readonly ambient: readonly number[];
}

export interface ImportFact {
  readonly specifier: string;
  /** Counts from 1. */
  readonly line: number;
}

export interface Exit {
  readonly line: number;
  /** Whether the status is written as a number, past the names of EXIT_STATUS. */
  readonly bareNumber: boolean;
}

const BEFORE_SPECIFIER = /(?:(?<![.\w$])(?:from|import)|(?<![.\w$])(?:import|require)\s*\()\s*$/;
const COMPUTED = /(?<![.\w$])(?:import|require)\s*\(\s*(?!['")\s])/g;
const EXIT = /\bprocess\s*\??\.\s*(?:exit|exitCode|reallyExit|abort)\b(\s*(?:\(|=)\s*-?\d)?/g;
const AMBIENT =
  /(?<![.\w$])(?:Date\.now\s*\(|new\s+Date\s*(?:\(\s*\)|(?=[;,)\n]))|performance\s*\.|process\s*\??\.)/g;

/** What a module imports, in any way of writing it, and where it ends the process. */
export function factsOf(text: string): ModuleFacts {
  const { code, strings } = scan(text);
  const lineOf = (position: number) => code.slice(0, position).split('\n').length;
  const imports = [...strings]
    .filter(([position]) => BEFORE_SPECIFIER.test(code.slice(Math.max(0, position - 60), position)))
    .map(([position, specifier]) => ({ specifier, line: lineOf(position) }));
  return {
    imports,
    computedImports: [...code.matchAll(COMPUTED)].map((match) => lineOf(match.index)),
    exits: [...code.matchAll(EXIT)].map((match) => ({
      line: lineOf(match.index),
      bareNumber: match[1] !== undefined,
    })),
    ambient: [...code.matchAll(AMBIENT)].map((match) => lineOf(match.index)),
  };
}
