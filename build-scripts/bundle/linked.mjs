import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { textOf } from './text-of.mjs';

/** What few runs need and others should not even have to read: plain data goes in and comes out. */
const RARE = /[/\\](?:rules[/\\]rules|aws[/\\]sdk|settings[/\\]settings-file|log[/\\]winston-logger)\.ts$/;
/** Hexadecimal digits that tell one text from another. */
const DIGEST_LENGTH = 16;
const PREFIX = '\0packed:';

/**
 * Gives what the entry imports with `import()` as a text of its own, the deferred part, which `compiling` makes code of;
 * in it what few runs need is compressed once more by itself.
 */
export function deferring(compiling, modules) {
  return packed(
    () => true,
    compiling,
    [packed((path) => RARE.test(path), compiledLate, [], modules)],
    modules,
  );
}

/**
 * Gives a module that is imported with `import()`, where `isPacked` says so, as a bundle of its own; `compiling` makes
 * the code that compiles its text, which it may ask for.
 */
function packed(isPacked, compiling, plugins, modules) {
  return {
    name: 'packed',
    resolveDynamicImport(specifier, importer) {
      const path = resolve(dirname(importer), specifier);
      return isPacked(path) ? PREFIX + path : null;
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const path = id.slice(PREFIX.length);
      const text = async () =>
        `(function (require, module, exports, __filename) {${await textOf(path, plugins, modules)}\n})`;
      const compiled = await compiling(text, basename(path, '.ts'));
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

async function compiledLate(text, name) {
  return `process.getBuiltinModule('node:vm').runInThisContext(${unpacking(await text())}, { filename: '${name}' })`;
}

/** The text stands in the bundle, compressed; what V8 made of it stands in the file `.cache` beside the bundle. */
export function compiledFromBundle(text) {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
  return `(${compileDeferred})(${unpacking(text)}, '${digest}', __filename)`;
}

/** The text is an asset of a single executable, DEFERRED, and so is what V8 made of it. */
export function compiledFromAssets() {
  return `(${compileAssets})(__filename)`;
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

/** Part of the bundle for a single executable: assets are read where they lie in the memory of the program. */
function compileAssets(filename) {
  const { getRawAsset } = process.getBuiltinModule('node:sea');
  const text = Buffer.from(getRawAsset('deferred')).latin1Slice();
  const cache = Buffer.from(getRawAsset('deferred.cache'));
  const { Script } = process.getBuiltinModule('node:vm');
  // Empty where no Node of that platform could be run to make it.
  const cachedData = cache.length > 0 ? cache : undefined;
  return new Script(text, { filename, cachedData }).runInThisContext();
}
