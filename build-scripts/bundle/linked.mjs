import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { ENTRY, FIRST } from './parts.mjs';

/** Hexadecimal digits that tell one text from another. */
const DIGEST_LENGTH = 16;

/** Gives this code's value for what is imported with `import()`. */
export function deferring(code) {
  const name = '\0deferred';
  return {
    name: 'deferring',
    resolveDynamicImport: () => name,
    load: (id) => (id === name ? { code: `module.exports = ${code};`, moduleType: 'js' } : null),
  };
}

/**
 * Parts in a bundle: compressed, in a comment of a function at its end, which V8 skips faster than a text, and of which
 * there is no second copy in memory. What V8 made of the first one stands in the file `.cache` beside the bundle.
 */
export function inBundle(parts) {
  const before = 'function packedParts(){/*';
  const { table, packed } = pack(parts, (bytes) => bytes.toString('base64'), before.length);
  const digest = createHash('sha256').update(parts.get(FIRST)).digest('hex').slice(0, DIGEST_LENGTH);
  return {
    code: linked(table, `(${bundle})('${digest}', __filename)`),
    text: `${before}${packed.join('')}*/}\n`,
  };
}

/** Parts that are assets of a single executable: FIRST, what V8 made of it, and the others, compressed. */
export function inAssets(parts) {
  const others = new Map([...parts].filter(([name]) => name !== FIRST));
  const { table, packed } = pack(others, (bytes) => bytes, 0);
  return {
    code: linked(table, `(${assets})()`),
    first: parts.get(FIRST),
    others: Buffer.concat(packed),
  };
}

/** Texts that are compressed, and a table of code: where each begins and ends, and how long it is then. */
function pack(parts, written, start) {
  const packed = [];
  const places = [];
  let end = start;
  for (const [name, text] of parts) {
    const bytes = written(deflateRawSync(text, { level: 9 }));
    packed.push(bytes);
    places.push(`'${name}':[${end},${end + bytes.length},${text.length}]`);
    end += bytes.length;
  }
  return { table: `{${places.join()}}`, packed };
}

/** Code that gives what the entry exports. */
function linked(table, medium) {
  const compiled = `(${compiling})(${table}, '${FIRST}', __filename, ${medium})`;
  return `(${link})(${compiled}, require, __filename)('${ENTRY}')`;
}

/** Part of the bundle: gives what a part exports; it is compiled, and runs, for the first that asks for it. */
function link(compiled, ofNode, filename) {
  const modules = new Map();
  const load = (name) => {
    if (!name.startsWith('./')) return ofNode(name);
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(name, module);
    compiled(name)(load, module, module.exports, filename);
    return module.exports;
  };
  return load;
}

/**
 * Part of the bundle: compiles a part, or takes what V8 made of the first one before. V8 compares its own version, its
 * flags and the length of the text.
 */
function compiling(table, first, filename, { bytesOf, firstOf, cacheOf, digest }) {
  const { Script, runInThisContext } = process.getBuiltinModule('node:vm');
  const textOf = (name) => {
    const [start, end, size] = table[name];
    const { inflateRawSync } = process.getBuiltinModule('node:zlib');
    // In one chunk of its size it leaves no small ones behind.
    return inflateRawSync(bytesOf(start, end), { chunkSize: size + 64 }).latin1Slice();
  };
  return (name) => {
    if (name !== first) return runInThisContext(textOf(name), { filename: name });
    const text = firstOf === undefined ? textOf(first) : firstOf();
    return new Script(text, { filename, cachedData: cacheOf(), digest }).runInThisContext();
  };
}

/** Part of the bundle: the digest before the data of the cache tells whether they are of this text. */
function bundle(digest, filename) {
  return {
    digest,
    bytesOf: (start, end) => Buffer.from(packedParts.toString().slice(start, end), 'base64'),
    cacheOf() {
      try {
        const cache = process.getBuiltinModule('node:fs').readFileSync(`${filename}.cache`);
        if (cache.toString('latin1', 0, digest.length) === digest) return cache.subarray(digest.length);
      } catch {
        // There is none, and none is needed.
      }
    },
  };
}

/** Part of the bundle for a single executable: assets are read where they lie in the memory of the program. */
function assets() {
  const { getRawAsset } = process.getBuiltinModule('node:sea');
  return {
    bytesOf: (start, end) => Buffer.from(getRawAsset('others'), start, end - start),
    firstOf: () => Buffer.from(getRawAsset('first')).latin1Slice(),
    cacheOf() {
      const cache = Buffer.from(getRawAsset('first.cache'));
      // Empty where no Node of that platform could be run to make it.
      return cache.length > 0 ? cache : undefined;
    },
  };
}
