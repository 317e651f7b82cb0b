import type { Claim, Said } from './identity.ts';
import { kindOfId } from './node-id.ts';

/** The claim that is believed, with what else was said and why it does not matter; or what contradicts itself. */
export type Chosen =
  | { readonly claim: Claim; readonly notes: readonly string[] }
  | { readonly said: readonly Said[] };

/**
 * Which claim counts; null when there is none. `claims` are in the order in which they are believed.
 *
 * - What the agent gives to those it starts is what it is now: a file that says otherwise is left from before.
 * - An instance that is registered as a hybrid node has both ids; the agent takes one, by its order, and says which.
 * - Of one kind there is only one id. Where the agent's file and the metadata agree, a registration is left over;
 *   other disagreements are left from another machine, and nobody else could tell which is true.
 */
export function choose(claims: readonly Claim[], instanceFirst: boolean): Chosen | null {
  const first = claims[0];
  if (first === undefined) return null;
  if (first.toldBy === 'agent-environment') return withNotes(first, claims);
  const instance =
    instanceFirst && first.toldBy === 'registration'
      ? claims.find((claim) => kindOfId(claim.id) === 'ec2')
      : undefined;
  return unlessContradicted(instance ?? first, claims);
}

function unlessContradicted(claim: Claim, claims: readonly Claim[]): Chosen {
  const kind = kindOfId(claim.id);
  const isNode = kind === 'ec2' || kind === 'hybrid';
  const rivals = claims.filter((other) => other.id !== claim.id && kindOfId(other.id) === kind);
  const isConfirmed = claims.some((other) => other.id === claim.id && other.toldBy === 'instance-metadata');
  return !isNode || rivals.length === 0 || isConfirmed
    ? withNotes(claim, claims)
    : { said: [claim, ...rivals] };
}

function withNotes(claim: Claim, claims: readonly Claim[]): Chosen {
  const others = claims.filter(({ id }) => id !== claim.id);
  const notes = others.map(
    ({ id, place }) => `${place} says ${id}; ${claim.place} says ${claim.id}, which is what the agent is now`,
  );
  return { claim, notes };
}
