import { CHECKS, COMMON, DIAGNOSIS, ENTRY, GROUPS } from './part-names.ts';
import { bundled } from './text-of.mjs';

/**
 * The texts of an entry and of all that it needs, by the names under which they ask each other for what they export:
 * each a function of `require`, `module`, `exports` and `__filename`. DIAGNOSIS holds what the modules need that
 * `isDiagnosis` names, CHECKS what `isCheck` names, and COMMON what both need, and the entry at once. Whatever else is
 * imported with `import()` is a part, and so is what several parts share. No module runs before it is asked for.
 */
export async function partsOf(entry, { isDiagnosis, isCheck }, modules) {
  const members = new Map();
  const output = {
    codeSplitting: {
      groups: GROUPS.map((name) => ({ name: nameOf(name), test: (id) => members.get(name).has(id) })),
    },
    strictExecutionOrder: true,
    entryFileNames: nameOf(ENTRY),
    chunkFileNames: '[name]',
  };
  const finding = findingMembers(entry, { isDiagnosis, isCheck }, members);
  const chunks = await bundled(entry, [finding], output, modules);
  return new Map(
    chunks.map(({ fileName, code }) => [
      `./${fileName}`,
      `(function (require, module, exports, __filename) {${code}\n})`,
    ]),
  );
}

/** Finds the modules of the compiled parts; those that stand for a part of Node are as short as asking for it. */
function findingMembers(entry, { isDiagnosis, isCheck }, members) {
  return {
    name: 'finding-members',
    buildEnd() {
      const neededBy = (isRoot) => {
        const needed = new Set();
        const add = (id) => {
          if (needed.has(id)) return;
          needed.add(id);
          for (const next of this.getModuleInfo(id)?.importedIds ?? []) add(next);
        };
        for (const id of this.getModuleIds()) if (isRoot(id)) add(id);
        return needed;
      };
      const ofDiagnosis = neededBy(isDiagnosis);
      const ofChecks = neededBy(isCheck);
      const atOnce = neededBy((id) => id === entry || id.startsWith('\0builtin:'));
      const common = atOnce.union(ofDiagnosis.intersection(ofChecks));
      members.set(COMMON, common);
      members.set(DIAGNOSIS, ofDiagnosis.difference(common));
      members.set(CHECKS, ofChecks.difference(common));
    },
  };
}

function nameOf(part) {
  return part.slice('./'.length);
}
