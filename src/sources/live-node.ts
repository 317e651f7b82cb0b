import { readHead } from './head.ts';
import type { Source, SourceKind } from './source.ts';
import type { Tree } from './tree.ts';

const LARGEST = 64 * 1024;
/** Where the id stands: what the agent wrote when it last started, or when it was registered as a hybrid node. */
const PLACES: readonly (readonly [SourceKind, RegExp])[] = [
  ['identity-config', /"InstanceId"\s*:\s*"([^"\s]{3,256})"/],
  ['registration', /"ManagedInstanceID"\s*:\s*"([^"\s]{3,256})"/],
];

/** The id of the node that the agent is now; null when no state tells. */
export function liveNodeId(tree: Tree, state: readonly Source[]): string | null {
  for (const [kind, pattern] of PLACES) {
    const source = state.find((candidate) => candidate.kind === kind);
    if (source === undefined) continue;
    const head = readHead(tree.files, source.path, LARGEST);
    const id = head.kind === 'text' ? pattern.exec(head.text)?.[1] : undefined;
    if (id !== undefined) return id;
  }
  return null;
}

/** Ids of the nodes that left something, the live one first. */
export function nodeIdsOf(
  found: readonly { readonly nodeId: string | null }[],
  liveId: string | null,
): string[] {
  const ids = new Set(liveId === null ? [] : [liveId]);
  for (const { nodeId } of found) if (nodeId !== null) ids.add(nodeId);
  return [...ids];
}
