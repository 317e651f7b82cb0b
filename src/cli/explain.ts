import { explain, explainAll } from '../causes/explain/explain.ts';
import type { Explanation } from '../causes/explain/explanation.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import { EXPLANATION_FORMATS } from '../reporters/explanation-formats.ts';
import type { FormatName } from '../reporters/formats.ts';
import { print, refuseEmptyOutput } from './print.ts';
import { textOptions } from './render.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface ExplainFlags {
  readonly format: FormatName;
  readonly output?: string;
}

/** Characters of what was asked for that an error repeats. */
const REPEATED = 60;

/**
 * `explain`: what the product knows about a cause or a code, or the list of all causes. Looks at no file.
 *
 * @throws UsageError when nothing is known by that name
 */
export function runExplain(words: readonly string[], flags: ExplainFlags, terminal: Terminal): ExitStatus {
  refuseEmptyOutput(flags.output);
  const explanation = words.length === 0 ? explainAll() : explanationOf(words.join(' '));
  print(EXPLANATION_FORMATS[flags.format](explanation, textOptions(flags, terminal)), flags, terminal);
  return EXIT_STATUS.nothingActive;
}

function explanationOf(asked: string): Explanation {
  const answer = explain(asked);
  if (answer.known) return answer.explanation;
  const shown = asked.length > REPEATED ? `${asked.slice(0, REPEATED)}…` : asked;
  const advice =
    answer.near.length > 0
      ? `did you mean ${answer.near.join(', ')}?`
      : 'explain without an argument lists all causes';
  throw new UsageError(
    `explain '${shown}': expected the id of a cause, an exit status or an HRESULT; ${advice}`,
  );
}
