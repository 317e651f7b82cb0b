import type { Layout } from './layout.ts';
import type { Source } from './source.ts';
import type { Tree } from './tree.ts';

/** Documents at fixed places that tell about the node, and how it stands with its patches. */
export function stateFiles(tree: Tree, layout: Layout): Source[] {
  const sources: Source[] = [];
  for (const { kind, paths } of layout.stateFiles) {
    for (const path of paths) {
      const source = tree.source(kind, tree.at(path));
      if (source === null) continue;
      sources.push(source);
      break;
    }
  }
  return sources;
}
