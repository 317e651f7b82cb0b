import type { CauseTexts } from '../../causes/catalogue.ts';
import type { Finding, OperationKind } from '../../report/report.ts';

type Ranked = Pick<Finding, 'area' | 'confidence' | 'operation'>;

export interface RankFacts extends Pick<CauseTexts, 'generality'> {
  /** The run went on in spite of it. */
  readonly outlivesRun: boolean;
}

/**
 * Place of a finding among those of its severity; lower is first. A weak hint comes last. Then the agent itself, the
 * first broken link first: a node that is not registered has no credentials, and without them no connection. Then
 * what says most: a specific cause before a generic one, the patching that the verdict is about before other work,
 * and what made a run fail before what it went on in spite of.
 */
export function rankOf(
  { area, confidence, operation: { kind } }: Ranked,
  { generality, outlivesRun }: RankFacts,
): number {
  const weak = confidence === 'low' ? 1 : 0;
  const work = outlivesRun ? WORK + 1 : WORK;
  const link = isOfAgent(kind) ? linkOf(kind, area) : work;
  const generic = generality === 'generic' ? 1 : 0;
  return ((weak * 10 + link) * 10 + generic) * 10 + (KINDS.get(kind) ?? OTHER_KIND);
}

function isOfAgent(kind: OperationKind): boolean {
  return kind === 'agent-registration' || kind === 'agent-connection' || kind === 'agent-start';
}

/** Behind all links of the agent. */
const WORK = 6;

function linkOf(kind: OperationKind, area: string): number {
  if (kind === 'agent-registration') return 0;
  if (area === 'credentials') return 1;
  if (area === 'network' || area === 'iam' || area === 'aws') return 2;
  return kind === 'agent-connection' && area === 'agent' ? 3 : 4;
}

const KINDS: ReadonlyMap<OperationKind, number> = new Map([
  ['patch-install', 0],
  ['patch-scan', 0],
  ['association', 1],
  ['inventory', 2],
  ['package', 3],
  ['agent-update', 3],
]);
/** Commands and sessions have no part in a verdict. */
const OTHER_KIND = 4;
