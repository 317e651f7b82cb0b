import type { Coverage, Finding, OperationKind, Platform } from '../../report/report.ts';

type Sight = (file: Coverage, platform: Platform) => boolean;

const agentLog: Sight = ({ kind }) => kind === 'agent-log';
const step: Sight = ({ kind }) => kind === 'step-output';
const associationRun: Sight = (file, platform) =>
  step(file, platform) && /\/orchestration\/[^/]{1,100}\/\d{4}-\d\d-\d\dT/.test(file.file);
const patchStep: Sight = (file, platform) =>
  step(file, platform) && /\/Patch(?:Linux|MacOS|Windows)\/std/.test(file.file);
const patchState: Sight = ({ kind }) => kind === 'patch-inventory' || kind === 'patch-states';
const patchLog: Sight = ({ kind, file }) =>
  kind === 'package-log' && file.includes('/PatchBaselineOperations/');
const unixPatchStep: Sight = (file, platform) => platform !== 'windows' && patchStep(file, platform);
const windowsPatching: Sight = (file, platform) =>
  platform === 'windows' && (patchStep(file, platform) || patchLog(file, platform));
const inventoryStep: Sight = (file, platform) =>
  step(file, platform) && file.file.includes('/awssoftwareInventory/');

interface AreaEvidence {
  /** Files that show how the area fares: something stands there only when the area was at work. */
  readonly sights: readonly Sight[];
  /** Kinds of files in which its troubles may stand: one that is missing may be the one that counts. */
  readonly kinds: readonly string[];
  /** Areas that come first: while something is wrong there, this one was perhaps not reached. */
  readonly after?: readonly string[];
  /** Its work: while anything is wrong with an operation of this kind, it does not fare well. */
  readonly work?: readonly OperationKind[];
}

const AGENT_LOGS = ['agent-log', 'errors-log'];
/** The agent's log tells all that it does: it gets credentials and calls the service all the time. */
const OF_AGENT: AreaEvidence = { sights: [agentLog], kinds: AGENT_LOGS };
const PATCHING: readonly OperationKind[] = ['patch-install', 'patch-scan'];
const BEFORE_PATCHING = ['document', 'host', 'network', 'patch'];
const OF_UNIX_PATCHING: AreaEvidence = {
  sights: [unixPatchStep],
  kinds: ['step-output', 'package-log'],
  work: PATCHING,
};

/** Of areas that are not named here (those of users' rules) nothing is known. */
const EVIDENCE: Readonly<Record<string, AreaEvidence>> = {
  agent: { ...OF_AGENT, work: ['agent-connection', 'agent-registration', 'agent-start', 'agent-update'] },
  association: {
    sights: [associationRun],
    kinds: [...AGENT_LOGS, 'step-output', 'document-state'],
    work: ['association'],
  },
  aws: { ...OF_AGENT, after: ['credentials', 'host', 'iam', 'network'] },
  credentials: { ...OF_AGENT, after: ['network'] },
  document: { sights: [step], kinds: ['step-output', 'document-state'] },
  host: { sights: [step], kinds: ['step-output', 'system-log'] },
  iam: { ...OF_AGENT, after: ['credentials', 'host', 'network'] },
  inventory: {
    sights: [inventoryStep],
    kinds: [...AGENT_LOGS, 'step-output', 'custom-inventory'],
    work: ['inventory'],
  },
  network: OF_AGENT,
  output: { sights: [step], kinds: [...AGENT_LOGS, 'step-output'] },
  package: { ...OF_UNIX_PATCHING, after: [...BEFORE_PATCHING, 'repository'] },
  patch: {
    sights: [patchStep, patchState, patchLog],
    kinds: ['step-output', 'patch-inventory', 'patch-states', 'package-log'],
    work: PATCHING,
  },
  repository: { ...OF_UNIX_PATCHING, after: BEFORE_PATCHING },
  'windows-update': {
    sights: [windowsPatching],
    kinds: ['step-output', 'package-log'],
    after: BEFORE_PATCHING,
    work: PATCHING,
  },
};

export const AREAS: readonly string[] = Object.keys(EVIDENCE);

/** Does the file show how the area fares? */
export function shows(area: string, file: Coverage, platform: Platform): boolean {
  return file.lines > 0 && (EVIDENCE[area]?.sights.some((sight) => sight(file, platform)) ?? false);
}

/** Does an active finding keep the area from being called fine? Of whatever severity, root or consequence. */
export function troubles(area: string, { area: own, operation }: Finding): boolean {
  const { after = [], work = [] } = EVIDENCE[area] ?? {};
  if (own === area || after.includes(own) || work.includes(operation.kind)) return true;
  return area === 'association' && operation.associationId !== null;
}

/** May a file of this kind tell of trouble in the area? */
export function mayShow(area: string, kind: string): boolean {
  return EVIDENCE[area]?.kinds.includes(kind) ?? true;
}
