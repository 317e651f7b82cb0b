import type { Finding, Report } from '../../src/report/report.ts';
import type { PlantedCause } from '../../test/support/planted-causes.ts';

/** What the generator says it planted. */
export interface Truth {
  readonly failures: readonly PlantedFailure[];
}

export interface PlantedFailure {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  /** First and last line of the message. */
  readonly line: number;
  readonly endLine: number;
  /** A key of the generator. */
  readonly cause: string;
}

/** One cause as planted and as found. */
export interface Row {
  readonly cause: string;
  readonly keys: readonly string[];
  /** At least and at most as many as the table of planted causes allows, before tolerance. */
  readonly planted: readonly [number, number];
  readonly counted: number;
  readonly statuses: string;
  /** Places that the findings cite. */
  readonly cited: number;
  readonly problems: readonly string[];
}

/** How far a count may be off. */
const TOLERANCE = 0.02;

type Table = Readonly<Record<string, PlantedCause>>;

/**
 * Holds a report against the truth about its tree: a row for each cause that was planted, and for the second answers
 * to a line that were found. Copies in errors.log do not count, but may be cited.
 */
export function compareWithTruth(report: Report, truth: Truth, table: Table): Row[] {
  const planted = plantedIn(truth, table);
  const admits = admittedPlaces(truth, table);
  const found = grouped(report.findings, ({ cause }) => cause);
  const counted = (cause: string) => sum((found.get(cause) ?? []).map(({ count }) => count));
  const named = new Set(
    planted.flatMap(({ roots }) => roots.filter((root, place) => place === 0 || found.has(root))),
  );
  const causes = [...named].sort();
  return causes.map((cause) => {
    const findings = found.get(cause) ?? [];
    const evidence = findings.flatMap((finding) => finding.evidence);
    const misplaced = evidence.filter(({ file, line, excerpt }) => !admits(cause, file, line, excerpt));
    return {
      cause,
      keys: planted.filter(({ roots }) => roots.includes(cause)).map(({ key }) => key),
      planted: [certainOf(planted, cause), possibleOf(planted, cause)],
      counted: counted(cause),
      statuses: statusesOf(findings),
      cited: evidence.length,
      problems: [
        ...countProblems(planted, cause, counted),
        ...misplaced.map(({ file, line }) => `cites ${file}:${line}, where it was not planted`),
      ],
    };
  });
}

interface PlantedKey extends PlantedCause {
  readonly key: string;
  readonly amount: number;
}

function plantedIn(truth: Truth, table: Table): PlantedKey[] {
  const originals = truth.failures.filter(({ file }) => !isCopy(file));
  return [...grouped(originals, ({ cause }) => cause)].map(([key, failures]) => ({
    key,
    amount: failures.length,
    ...entryOf(table, key),
  }));
}

/** How many lines name this cause and no other. */
function certainOf(planted: readonly PlantedKey[], cause: string): number {
  return sum(
    planted.filter(({ roots }) => roots.length === 1 && roots[0] === cause).map(({ amount }) => amount),
  );
}

/** How many lines may be counted for this cause. */
function possibleOf(planted: readonly PlantedKey[], cause: string): number {
  return sum(planted.filter((key) => namesOf(key).includes(cause)).map(({ amount }) => amount));
}

function countProblems(
  planted: readonly PlantedKey[],
  cause: string,
  counted: (cause: string) => number,
): string[] {
  const problems: string[] = [];
  const count = counted(cause);
  const certain = certainOf(planted, cause);
  if (count < certain * (1 - TOLERANCE)) problems.push(count === 0 ? 'not found' : 'counted too few');
  if (count > possibleOf(planted, cause) * (1 + TOLERANCE)) problems.push('counted too many');
  // A key with several right answers is told where its first one stands.
  for (const { key, roots, amount } of planted) {
    if (roots.length === 1 || roots[0] !== cause) continue;
    const enough = (root: string) => (certainOf(planted, root) + amount) * (1 - TOLERANCE);
    if (!roots.some((root) => counted(root) >= enough(root))) {
      problems.push(`${key} is counted for none of ${roots.join(', ')}`);
    }
  }
  return problems;
}

/**
 * Whether a cause may cite a place: a line of a message planted for it or, in the output of a run in which such a
 * message stands, the last line with the exit status, or a count that says that nothing was counted.
 */
function admittedPlaces(truth: Truth, table: Table) {
  const byFile = grouped(truth.failures, ({ file }) => file);
  const byFolder = grouped(truth.failures, ({ file }) => folderOf(file));
  return (cause: string, file: string, line: number, excerpt: string): boolean => {
    const mayName = (failure: PlantedFailure) => namesOf(entryOf(table, failure.cause)).includes(cause);
    const path = file.replace(/^(?:[A-Z]:)?\/+/, '');
    const here = byFile.get(path) ?? [];
    if (here.some((failure) => failure.line <= line && line <= failure.endLine && mayName(failure)))
      return true;
    const tellsTheEnd = /failed to run commands: exit status|^\w+Count : -1$/.test(excerpt);
    return tellsTheEnd && (byFolder.get(folderOf(path)) ?? []).some(mayName);
  };
}

function namesOf({ roots, also = [] }: PlantedCause): readonly string[] {
  return [...roots, ...also];
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function entryOf(table: Table, key: string): PlantedCause {
  const entry = table[key];
  if (entry === undefined) throw new Error(`the table of planted causes lacks ${key}`);
  return entry;
}

function isCopy(file: string): boolean {
  return /(?:^|\/)errors\.log(?:\.\d+)?$/.test(file);
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function statusesOf(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ status }) => status))].sort().join(' and ') || 'absent';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
