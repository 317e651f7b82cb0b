import type { Severity } from '../../vocabulary.ts';

/** What a report is to be. Times in milliseconds. */
export interface ReportOrder {
  readonly to: readonly ('compliance' | 'inventory' | 'file')[];
  /** For all sending. */
  readonly deadline: number;
  /** Only what changed since so long ago. */
  readonly since: number;
  readonly minSeverity: Severity;
  /** Compliance type. */
  readonly type: string;
  /** Folder. */
  readonly state: string;
  /** Folders or files of rules. */
  readonly rules: readonly string[];
}

/** The arguments of the command line that mean the same. */
export function reportArguments(order: ReportOrder): string[] {
  return [
    'report',
    '--format=json',
    `--to=${order.to.join(',')}`,
    `--deadline=${inUnits(order.deadline, DEADLINE_UNITS)}`,
    `--since=${inUnits(order.since, WINDOW_UNITS)}`,
    `--min-severity=${order.minSeverity}`,
    `--type=${order.type}`,
    `--state=${order.state}`,
    ...order.rules.map((path) => `--rules=${path}`),
  ];
}

type Units = readonly (readonly [name: string, milliseconds: number])[];
const DEADLINE_UNITS: Units = [['s', 1000]];
const WINDOW_UNITS: Units = [
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
];
/** The command line takes no more digits. */
const MOST = 999_999;

/** As exact as the command line takes it; never less. */
function inUnits(milliseconds: number, units: Units): string {
  for (const [name, size] of units) {
    const count = Math.ceil(milliseconds / size);
    if (count <= MOST) return `${count}${name}`;
  }
  return `${MOST}${units.at(-1)?.[0]}`;
}
