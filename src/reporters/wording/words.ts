import type {
  Coverage,
  CoverageReason,
  Evidence,
  Finding,
  Platform,
  RemedyStep,
} from '../../report/report.ts';

/** A whole number with its thousands apart: `4,007`. */
export function numberText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 cause`, `2 causes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

/** Bytes for people: `38 MB`, in powers of 1000. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** Milliseconds for people: `0.2 s`. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return `${seconds < 9.95 ? Math.max(0.1, seconds).toFixed(1) : Math.round(seconds)} s`;
}

/** How often a finding showed, in what its count counts: runs where a document step wrote, else records. */
export function occurrences(finding: Finding): string {
  const isStepOutput = /[\\/]std(?:out|err)[^\\/]*$/.test(finding.evidence[0]?.file ?? '');
  return counted(finding.count, isStepOutput ? 'run' : 'record');
}

/** `patch install` for `patch-install`. */
export function spaced(id: string): string {
  return id.replaceAll('-', ' ');
}

/** Where a line stands: `file:line`, or the file where the whole file is the proof. */
export function placeOf(evidence: Evidence): string {
  return evidence.line > 0 ? `${evidence.file}:${evidence.line}` : evidence.file;
}

const EFFECTS: Readonly<Record<RemedyStep['effect'], string>> = {
  'read-only': 'read-only',
  'changes-node': 'changes node',
  'changes-aws': 'changes AWS',
};

/** What a step changes. */
export function effectText(step: RemedyStep): string {
  return EFFECTS[step.effect];
}

const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  linux: 'Linux',
  macos: 'macOS',
  windows: 'Windows',
};

/** `Linux, macOS`. */
export function platformNames(platforms: readonly Platform[]): string {
  return platforms.map((platform) => PLATFORM_NAMES[platform]).join(', ');
}

const AGAIN = 'run again';
const BY_HAND = 'look at the file yourself';

const ADVICE: Readonly<Partial<Record<CoverageReason, string>>> = {
  'changed-while-read': AGAIN,
  malformed: BY_HAND,
  'time-limit': 'run again with a shorter --since',
  'too-large': BY_HAND,
  'unsupported-encoding': BY_HAND,
  vanished: AGAIN,
};

/** Why a file was not read whole and what to do about it. */
export function gapText(coverage: Coverage, platform: Platform): string {
  const reason = coverage.reason === null ? spaced(coverage.status) : spaced(coverage.reason);
  const hint = coverage.detail || advice(coverage.reason, platform);
  return hint === null ? reason : `${reason}: ${hint}`;
}

function advice(reason: CoverageReason | null, platform: Platform): string | null {
  if (reason === null) return null;
  if (reason === 'not-readable') return platform === 'windows' ? 'run as Administrator' : 'run as root';
  return ADVICE[reason] ?? null;
}
