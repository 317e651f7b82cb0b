import { readTrustedTexts } from '../platform/trusted-texts.ts';
import { type Checked, checkRules, type Known, type RuleProblem } from './check.ts';

/** Far more than people write, far less than would make the search slow. */
const MOST_FILES = 1000;
const MOST_PATTERNS = 5000;
const MOST_BYTES = 256 * 1024;

/**
 * Reads and checks the rules of folders and files together.
 *
 * @param onlyOwners refuses what others than its owner may write
 */
export function readRules(
  paths: readonly string[],
  known: Known,
  onlyOwners: boolean,
): Checked & { readonly files: number } {
  const limits = { named: /^[^.].*\.ya?ml$/i, size: MOST_BYTES, files: MOST_FILES, onlyOwners };
  const found = [...new Set(paths)].map((path) => readTrustedTexts(path, limits));
  const refused = found
    .flatMap(({ refusals }) => refusals)
    .map(({ path, message }): RuleProblem => ({ file: path, line: 0, column: 0, message }));
  const texts = found.flatMap((folder) => folder.texts).map(({ path, text }) => ({ file: path, text }));
  const { rules, problems } = checkRules(texts, known);
  const patterns = rules.signals.length + rules.successes.length + rules.harmless.length;
  const tooMany: RuleProblem[] =
    patterns <= MOST_PATTERNS
      ? []
      : [
          {
            file: paths[0] ?? '',
            line: 0,
            column: 0,
            message: `expected at most ${MOST_PATTERNS} patterns in all, found ${patterns}`,
          },
        ];
  return { files: texts.length, rules, problems: [...refused, ...problems, ...tooMany] };
}
