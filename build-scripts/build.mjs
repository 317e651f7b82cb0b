/**
 * Bundles src/main.ts with all it needs to one file, dist/main.cjs. What the entry imports with `import()` is in the
 * file compressed, and compiled when it is asked for: V8 looks at every byte of a file before it runs the first line,
 * which costs more than a whole `--version`. What further `import()`s name is compiled with it, but runs only when
 * asked for, and so do the parts of Node that only it needs; what few runs need is compressed once more by itself.
 * Beside the bundle stands what V8 made of that text, OUTPUT.cache: the same Node need not compile it again, which saves
 * a third of a diagnosis of an empty tree; any other Node, or a bundle without it, compiles the text. The sources may
 * use two constants: BUILD_VERSION and BUILD_COMMIT.
 *
 *   node build-scripts/build.mjs [ENTRY OUTPUT]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** What few runs need and others should not even have to read: plain data goes in and comes out. */
const RARE =
  /[/\\](?:rules[/\\]rules|delivery[/\\]sdk|settings[/\\]settings-file|log[/\\]winston-logger)\.ts$/;
/** Hexadecimal digits that tell one text from another. */
const DIGEST_LENGTH = 16;
const [entry = 'src/main.ts', output = 'dist/main.cjs'] = process.argv.slice(2);
const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
const [oldestNode] = /\d+\.\d+/.exec(engines.node);

const text = await bundleOf(entry, [
  packed(() => true, compiledAhead, [packed((path) => RARE.test(path), compiledLate, [])]),
]);
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `#!/usr/bin/env node\n${text}`);
chmodSync(output, 0o755);
writeCodeCache();

/** Compiles what a diagnosis needs, by making one. */
function writeCodeCache() {
  rmSync(`${output}.cache`, { force: true });
  const args = ['diagnose', '--root', 'fixtures/repository-access-denied/evidence', '--format', 'json'];
  try {
    execFileSync(process.execPath, ['build-scripts/code-cache.cjs', output, ...args], { stdio: 'ignore' });
  } catch {
    // Its status says what the diagnosis found.
  }
}

/** The text of a bundle in CommonJS. */
async function bundleOf(input, plugins) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    // Of modules in the form of ECMAScript only what is used is taken; the AWS SDK is half as large then.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [...plugins, lazyBuiltins()],
    transform: {
      target: `node${oldestNode}`,
      define: {
        BUILD_VERSION: JSON.stringify(version),
        BUILD_COMMIT: JSON.stringify(commit()),
      },
    },
    // V8 compiles a function in parentheses at once, and most wrapped modules are not needed in a run.
    optimization: { pifeForModuleWrappers: false },
    // How long plugins take depends on the machine, and is no mistake.
    checks: { pluginTimings: false },
    onLog(level, log, report) {
      if (level === 'warn') throw new Error(log.message);
      report(level, log);
    },
  });
  const { output: chunks } = await bundle.generate({
    format: 'cjs',
    codeSplitting: false,
    // Functions keep their names, for the traces of internal errors. Plain ASCII is read and parsed as bytes.
    minify: {
      compress: true,
      mangle: { keepNames: true },
      codegen: { removeWhitespace: true, asciiOnly: true },
    },
    sourcemap: false,
  });
  await bundle.close();
  return chunks[0].code;
}

/**
 * Gives a module that is imported with `import()`, where `isPacked` says so, as a bundle of its own, compressed until it
 * is asked for; `compiling` makes the code that compiles its text.
 */
function packed(isPacked, compiling, plugins) {
  const prefix = '\0packed:';
  return {
    name: 'packed',
    resolveDynamicImport(specifier, importer) {
      const path = resolve(dirname(importer), specifier);
      return isPacked(path) ? prefix + path : null;
    },
    async load(id) {
      if (!id.startsWith(prefix)) return null;
      const path = id.slice(prefix.length);
      const text = `(function (require, module, exports, __filename) {${await bundleOf(path, plugins)}\n})`;
      const compiled = compiling(text, unpacking(text), basename(path, '.ts'));
      return { code: `${compiled}(require, module, exports, __filename);`, moduleType: 'js' };
    },
  };
}

/** Code that gives a text that was compressed. In one chunk of its size it leaves no small ones behind. */
function unpacking(text) {
  const bytes = deflateRawSync(text, { level: 9 }).toString('base64');
  const options = `{ chunkSize: ${text.length + 64} }`;
  return `process.getBuiltinModule('node:zlib').inflateRawSync(Buffer.from('${bytes}', 'base64'), ${options}).latin1Slice()`;
}

function compiledLate(_, unpacked, name) {
  return `process.getBuiltinModule('node:vm').runInThisContext(${unpacked}, { filename: '${name}' })`;
}

function compiledAhead(text, unpacked) {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
  return `(${compileDeferred})(${unpacked}, '${digest}', __filename)`;
}

/**
 * Part of the bundle: compiles a text, or takes what V8 made of it before. V8 compares its own version, its flags and
 * the length of the text; the digest before its data tells whether they are of this text.
 */
function compileDeferred(text, digest, filename) {
  let cachedData;
  try {
    const cache = process.getBuiltinModule('node:fs').readFileSync(`${filename}.cache`);
    if (cache.toString('latin1', 0, digest.length) === digest) cachedData = cache.subarray(digest.length);
  } catch {
    // There is none, and none is needed.
  }
  const { Script } = process.getBuiltinModule('node:vm');
  return new Script(text, { filename, cachedData, digest }).runInThisContext();
}

/**
 * Turns each import of a part of Node into a module of its own, which is loaded with its first importer. Left alone,
 * all of them are loaded at the start, for `--version` too.
 */
function lazyBuiltins() {
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

/** Twelve digits of the commit, with `+` when the work tree differs from it; 'unknown' outside of git. */
function commit() {
  try {
    const hash = git('rev-parse', '--short=12', 'HEAD');
    return git('status', '--porcelain', '--untracked-files=no') === '' ? hash : `${hash}+`;
  } catch {
    return 'unknown';
  }
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
