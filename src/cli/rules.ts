import { type Additions, familyBits, loadCatalogue } from '../causes/catalogue.ts';
import type { RecordFamily } from '../causes/cause.ts';
import { scanMatchers } from '../diagnosis/scan/matchers.ts';
import { createPrefilter } from '../diagnosis/scan/prefilter.ts';
import { LiteralsError } from '../reading/kernel/tables.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import type { Platform } from '../report/report.ts';
import { printable } from '../reporters/wording/printable.ts';
import { findRules, machineFolder, problemText, rulesFor } from './rule-files.ts';
import type { Terminal } from './terminal.ts';

const PLATFORMS: readonly Platform[] = ['linux', 'macos', 'windows'];

/** Every literal of the catalogue that is sought on a platform, one a line, without those that span lines. */
export function literalsText(platform: Platform): string {
  const all = scanMatchers(loadCatalogue(platform))
    .filter(({ purpose, quiet }) => purpose.kind !== 'error-token' && !quiet)
    .flatMap(({ literals }) => literals.map(([literal]) => literal.trimStart()));
  const lines = [...new Set(all)].filter((literal) => literal !== '' && !/[\r\n]/.test(literal));
  return `${lines.sort().join('\n')}\n`;
}

/**
 * One line for each cause: id, severity, platforms, number of patterns, and where it comes from; then, for rules,
 * one for each line that stands for no cause.
 *
 * @throws UsageError when a rule is not fit to be used
 */
export async function ruleListText(folders: readonly string[]): Promise<string> {
  const rules = await rulesFor({ rules: folders });
  const catalogues = PLATFORMS.map((platform) => loadCatalogue(platform, rules));
  const causes = new Map(catalogues.flatMap((catalogue) => [...catalogue.causes]));
  const patterns = new Map<string, Set<string>>();
  for (const { id, cause } of catalogues.flatMap(({ signals }) => signals))
    patterns.set(cause, (patterns.get(cause) ?? new Set()).add(id));
  const rows = [...causes.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, severity, platforms, origin }) => [
      id,
      severity,
      platforms.join(','),
      String(patterns.get(id)?.size ?? 0),
      origin ?? 'ssm-doctor',
    ]);
  const lines = [
    ...(rules?.successes ?? []).map((line) => ['success', line] as const),
    ...(rules?.harmless ?? []).map((line) => ['harmless', line] as const),
  ];
  rows.push(
    ...lines.map(([kind, { id, platforms, origin }]) => [
      id,
      kind,
      (platforms ?? PLATFORMS).join(','),
      '1',
      origin ?? '',
    ]),
  );
  return rows.map((row) => `${row.map((cell) => printable(cell)).join('\t')}\n`).join('');
}

/** Checks rules; prints a line for each problem, and a summary. */
export async function testRules(given: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const folders = given.length > 0 ? given : [machineFolder()];
  const { rules, problems, files } = await findRules(folders);
  const misfit = problems.length === 0 ? misfitOf(rules) : null;
  const lines = [...problems.map(problemText), ...(misfit === null ? [] : [`${folders[0]}: ${misfit}`])];
  const patterns = rules.signals.length + rules.successes.length + rules.harmless.length;
  if (files === 0 && lines.length === 0)
    lines.push(`${folders[0]}: there is no rule, which would end with .yaml`);
  const checked = `${counted(files, 'file')}, ${counted(rules.causes.length, 'cause')}, ${counted(patterns, 'pattern')}`;
  const result = lines.length === 0 ? 'all is well' : counted(lines.length, 'problem');
  terminal.write([...lines, `${checked}: ${result}`].map((line) => `${printable(line)}\n`).join(''));
  return lines.length === 0 ? EXIT_STATUS.nothingActive : EXIT_STATUS.usage;
}

/** Why the search has no room for the rules beside the product's own literals, or null. */
function misfitOf(rules: Additions): string | null {
  const together: RecordFamily[][] = [['agent'], ['agent', 'system'], ['output'], ['package-log']];
  try {
    for (const platform of PLATFORMS) {
      const matchers = scanMatchers(loadCatalogue(platform, rules));
      for (const families of together) createPrefilter(matchers, familyBits(families));
    }
    return null;
  } catch (error) {
    if (error instanceof LiteralsError) return `${error.message}; use fewer, or longer texts`;
    throw error;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
