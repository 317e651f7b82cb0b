import { isBuiltin } from 'node:module';

/** Parts of Node that it takes a millisecond or more to load, and that most runs need nothing of. */
const LARGE = new Set([
  'child_process',
  'crypto',
  'dns',
  'http',
  'https',
  'module',
  'net',
  'tls',
  'worker_threads',
  'zlib',
]);
/** Packages that take long to load, and are seldom needed. That for browsers does without the threads of Node. */
const PACKAGES = new Map([
  ['fflate', 'fflate/browser'],
  ['yaml', 'yaml'],
]);
const BUILTIN = '\0builtin:';
const PACKAGE = '\0lazy:';

/**
 * Turns each import of a part of Node into a module of its own, which is loaded with its first importer; a large one,
 * and some packages, when the first thing of it is used. Left alone, all of them are loaded at the start, for
 * `--version` too.
 */
export function lazyImports() {
  return {
    name: 'lazy-imports',
    resolveId(source, importer) {
      if (isBuiltin(source)) return BUILTIN + source.replace(/^node:/, '');
      return PACKAGES.has(source) && importer !== PACKAGE + source ? PACKAGE + source : null;
    },
    async load(id) {
      const code = id.startsWith(BUILTIN)
        ? codeOfBuiltin(id.slice(BUILTIN.length))
        : id.startsWith(PACKAGE) && (await codeOfPackage(id.slice(PACKAGE.length)));
      return code ? { code, moduleType: 'js' } : null;
    },
  };
}

/** The names are those of the Node that bundles, which is one of the oldest that are supported, or newer. */
function codeOfBuiltin(name) {
  const loaded = `process.getBuiltinModule('node:${name}')`;
  if (!LARGE.has(name)) return `module.exports = ${loaded};`;
  return loadingLate(Object.keys(process.getBuiltinModule(name)), loaded);
}

async function codeOfPackage(name) {
  const source = PACKAGES.get(name);
  return loadingLate(Object.keys(await import(source)), `require('${source}')`);
}

function loadingLate(names, loaded) {
  return `for (const name of '${names.join()}'.split(','))
  Object.defineProperty(exports, name, { enumerable: true, get: () => ${loaded}[name] });`;
}
