import { LIMITS } from '../limits.ts';
import type { Cluster, EngineState, Sighting } from '../model.ts';
import { earlier, later } from '../moments.ts';
import { maskedTokens } from './mask.ts';

/** What stands for a token that differs between the lines of one template. */
const WILDCARD = '<*>';
/** Share of equal tokens that makes two lines one template (Drain, He et al. 2017). */
const SIMILAR = 0.6;

/**
 * Enters an error line that no cause knows: lines that differ only in variable parts are one template. Drain's
 * first two levels (number of tokens, first token) select the candidates.
 */
export function noteUnknown(state: EngineState, text: string, sighting: Sighting): void {
  noteUnknownTokens(state, maskedTokens(text), sighting);
}

/** The same for a line whose tokens are known. */
export function noteUnknownTokens(state: EngineState, tokens: string[], sighting: Sighting): void {
  if (tokens.length === 0) return;
  const bucket = bucketOf(state, tokens);
  const found = mostSimilar(bucket, tokens);
  if (found !== null) count(found, tokens, sighting);
  else if (state.unknown.size >= LIMITS.clusters) countRest(state, sighting);
  else
    state.unknown.set(keyOf(tokens, bucket.length), {
      template: tokens,
      count: 1,
      first: sighting,
      last: sighting,
    });
}

function bucketOf(state: EngineState, tokens: readonly string[]): Cluster[] {
  const bucket: Cluster[] = [];
  for (let cluster = state.unknown.get(keyOf(tokens, 0)); cluster !== undefined; ) {
    bucket.push(cluster);
    cluster = state.unknown.get(keyOf(tokens, bucket.length));
  }
  return bucket;
}

function keyOf(tokens: readonly string[], index: number): string {
  return `${tokens.length} ${index} ${tokens[0]}`;
}

function mostSimilar(bucket: readonly Cluster[], tokens: readonly string[]): Cluster | null {
  let best: Cluster | null = null;
  let bestShare = SIMILAR;
  for (const cluster of bucket) {
    const share = similarity(cluster.template, tokens);
    if (share >= bestShare) {
      best = cluster;
      bestShare = share;
    }
  }
  return best;
}

function similarity(template: readonly string[], tokens: readonly string[]): number {
  let equal = 0;
  for (let at = 0; at < tokens.length; at++)
    if (template[at] === tokens[at] || template[at] === WILDCARD) equal++;
  return equal / tokens.length;
}

function count(cluster: Cluster, tokens: readonly string[], sighting: Sighting): void {
  cluster.count++;
  cluster.template = cluster.template.map((token, at) => (token === tokens[at] ? token : WILDCARD));
  cluster.first = earlier(cluster.first, sighting);
  cluster.last = later(cluster.last, sighting);
}

/** Templates beyond the limit are counted together, so that nothing is lost silently. */
function countRest(state: EngineState, sighting: Sighting): void {
  const rest = state.unknown.get('rest');
  if (rest === undefined) {
    state.unknown.set('rest', {
      template: ['(further', 'error', 'lines)'],
      count: 1,
      first: sighting,
      last: sighting,
    });
  } else count(rest, rest.template, sighting);
}
