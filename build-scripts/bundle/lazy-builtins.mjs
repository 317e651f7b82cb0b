import { isBuiltin } from 'node:module';

/**
 * Turns each import of a part of Node into a module of its own, which is loaded with its first importer. Left alone,
 * all of them are loaded at the start, for `--version` too.
 */
export function lazyBuiltins() {
  const prefix = '\0builtin:';
  return {
    name: 'lazy-builtins',
    resolveId(source) {
      return isBuiltin(source) ? prefix + source.replace(/^node:/, '') : null;
    },
    load(id) {
      if (!id.startsWith(prefix)) return null;
      const code = `module.exports = process.getBuiltinModule('node:${id.slice(prefix.length)}');`;
      return { code, moduleType: 'js' };
    },
  };
}
