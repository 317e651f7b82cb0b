import type { AgentConnection } from '../../../parsers/agent-connection.ts';
import { variable } from '../../platform/environment.ts';
import type { Machine } from '../../platform/machine.ts';
import type { Claim } from './identity.ts';
import { isRegion } from './node-id.ts';

export interface IdentityFlags {
  /** The region that a person names. */
  readonly region?: string;
}

interface Asked {
  readonly machine: Pick<Machine, 'environment'>;
  readonly flags: IdentityFlags;
  readonly settings: AgentConnection & { readonly place: string };
}

export type Region =
  | { readonly kind: 'region'; readonly region: string }
  /** What was given that is no region. */
  | { readonly kind: 'unknown'; readonly troubles: readonly string[] };

/**
 * The region that the node is registered in: what a person says, what the agent gives, what its settings force on it,
 * what the sources of this very id say; and only then the variables, which may be about other work.
 */
export function regionOf(
  claim: Claim,
  claims: readonly Claim[],
  { machine, flags, settings }: Asked,
): Region {
  const { environment } = machine;
  const own = claims.filter(({ id }) => id === claim.id);
  const given: readonly (readonly [string, string | null])[] = [
    ['--region', flags.region ?? null],
    ['AWS_SSM_REGION_NAME', claim.toldBy === 'agent-environment' ? claim.region : null],
    [`Agent.Region in ${settings.place}`, settings.region],
    ...own.map(({ place, region }) => [place, region] as const),
    ['AWS_REGION', variable(environment, 'AWS_REGION')],
    ['AWS_DEFAULT_REGION', variable(environment, 'AWS_DEFAULT_REGION')],
  ];
  const said = given.find(([, region]) => region !== null);
  const [place, region] = said ?? ['', null];
  if (region === null) return { kind: 'unknown', troubles: [] };
  if (isRegion(region)) return { kind: 'region', region };
  return { kind: 'unknown', troubles: [`${place} is not the name of one`] };
}
