import type { RecordFamily } from '../../causes/cause.ts';
import type { CauseExplanation, CodeExplanation, ExampleLine } from '../../causes/explain/explanation.ts';
import { counted, platformNames } from './words.ts';

const FAMILIES: Readonly<Record<RecordFamily, string>> = {
  agent: 'agent log',
  output: 'output of a step',
  'package-log': 'package log',
  system: 'system log',
};

const OUTCOMES = {
  success: 'the step succeeds',
  failure: 'the step fails',
  reboot: 'reboot',
  stopped: 'the step was stopped',
  internal: 'in messages only',
} as const;

/** Where a line stands. */
export function wherefrom({ in: families }: ExampleLine): string {
  return families.map((family) => FAMILIES[family]).join(' or ');
}

/** How much there is to tell a cause by. */
export function recognitionText({ patterns, recognisedBy }: CauseExplanation): string {
  const parts = [];
  if (patterns > 0) parts.push(counted(patterns, 'kind of line', 'kinds of lines'));
  if (recognisedBy.length > 0) parts.push('state');
  return parts.length > 0 ? parts.join(' and ') : 'reasoning about other findings';
}

/** A code in its spellings: `156 (0x9C)`, `-2147012894 (0x80072EE2, 2147954402)`. */
export function codeHeadText(codes: readonly CodeExplanation[]): string {
  const values = new Map(codes.map((code) => [code.value, code.hex]));
  return Array.from(values, ([value, hex]) =>
    value < 0 ? `${value} (${hex}, ${value >>> 0})` : `${value} (${hex.replace(/^0x0+(?=.)/, '0x')})`,
  ).join(' or ');
}

/** Who means what by a code, in short. Not printable yet. */
export function codeFactTexts({ kind, name, by, platforms, outcome }: CodeExplanation): string[] {
  const parts = [kind === 'exit-status' ? by : kind === 'win32' ? 'Win32 error' : `HRESULT of ${by}`];
  if (name !== null) parts.push(name);
  if (outcome !== null) parts.push(OUTCOMES[outcome]);
  return platforms.length === 3 ? parts : [...parts, platformNames(platforms)];
}
