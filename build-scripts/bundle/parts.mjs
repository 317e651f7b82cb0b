import { bundled } from './text-of.mjs';

/** The part that every diagnosis needs. */
export const FIRST = './first';
/** The part that gives what the entry exports. */
export const ENTRY = './entry';

/**
 * The texts of an entry and of all that it needs, by the names under which they ask each other for what they export:
 * each a function of `require`, `module`, `exports` and `__filename`. One holds what the entry needs at once, and what
 * the modules need that `isFirst` names; whatever else is imported with `import()` is a part, and so is what several
 * parts share. No module runs before it is asked for.
 */
export async function partsOf(entry, isFirst, modules) {
  const first = new Set();
  const output = {
    codeSplitting: { groups: [{ name: nameOf(FIRST), test: (id) => first.has(id) }] },
    strictExecutionOrder: true,
    entryFileNames: nameOf(ENTRY),
    chunkFileNames: '[name]',
  };
  const chunks = await bundled(entry, [findingFirst(entry, isFirst, first)], output, modules);
  return new Map(
    chunks.map(({ fileName, code }) => [
      `./${fileName}`,
      `(function (require, module, exports, __filename) {${code}\n})`,
    ]),
  );
}

/** Adds to `first` the modules of the first part; those that stand for a part of Node are as short as asking for it. */
function findingFirst(entry, isFirst, first) {
  return {
    name: 'finding-first',
    buildEnd() {
      const add = (id) => {
        if (first.has(id)) return;
        first.add(id);
        for (const needed of this.getModuleInfo(id)?.importedIds ?? []) add(needed);
      };
      for (const id of this.getModuleIds())
        if (id === entry || isFirst(id) || id.startsWith('\0builtin:')) add(id);
    },
  };
}

function nameOf(part) {
  return part.slice('./'.length);
}
