import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { COMPILED, ENTRY } from './part-names.ts';

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
 * there is no second copy in memory. The compiled ones stand once more in the folder `.cache` beside the bundle, as they are
 * and as V8 made them, so that a run need not decompress them; without that folder it does.
 */
export function inBundle(parts) {
  const before = 'function packedParts(){/*';
  const { table, packed } = pack(parts, (bytes) => bytes.toString('base64'), before.length);
  return {
    code: linked(parts, table, `(${bundle})(__filename)`),
    text: `${before}${packed.join('')}*/}\n`,
    kept: new Map(
      [...parts]
        .filter(([name]) => COMPILED.includes(name))
        .map(([name, text]) => [`${name}.text`, `${digestOf(text)}${text}`]),
    ),
  };
}

/** Parts that are assets of a single executable: the texts of the compiled ones, and the others, compressed. */
export function inAssets(parts) {
  const others = new Map([...parts].filter(([name]) => !COMPILED.includes(name)));
  const { table, packed } = pack(others, (bytes) => bytes, 0);
  const texts = COMPILED.map((name) => parts.get(name) ?? '');
  const places = placed(texts).map(([start, end], index) => `'${COMPILED[index]}':[${start},${end}]`);
  return {
    code: linked(parts, `{${places.join()},${table.slice(1)}`, `(${assets})()`),
    texts: texts.join(''),
    others: Buffer.concat(packed),
  };
}

function placed(texts) {
  let end = 0;
  return texts.map((text) => {
    const start = end;
    end += text.length;
    return [start, end];
  });
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
function linked(parts, table, medium) {
  const digests = Object.fromEntries(
    COMPILED.filter((name) => parts.has(name)).map((name) => [name, digestOf(parts.get(name))]),
  );
  const compiled = `(${compiling})(${table}, ${JSON.stringify(digests)}, ${medium})`;
  return `(${link})(${compiled}, require, __filename)('${ENTRY}')`;
}

function digestOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
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
 * Part of the bundle: compiles a part. Of a compiled one it takes what is kept, its text and what V8 made of it, if the
 * digest of the text stands before it. V8 itself compares its version, its flags and the length of the text.
 */
function compiling(table, digests, { bytesOf, textAt, kept }) {
  const { Script } = process.getBuiltinModule('node:vm');
  const keptOf = (name, digest) => {
    const bytes = digest && kept(name);
    if (bytes && bytes.latin1Slice(0, digest.length) === digest) return bytes.subarray(digest.length);
  };
  const textOf = (name, digest) => {
    const [start, end, size] = table[name];
    if (size === undefined) return textAt(start, end);
    const plain = keptOf(`${name}.text`, digest);
    if (plain?.length === size) return plain.latin1Slice();
    const { inflateRawSync } = process.getBuiltinModule('node:zlib');
    // In one chunk of its size it leaves no small ones behind.
    return inflateRawSync(bytesOf(start, end), { chunkSize: size + 64 }).latin1Slice();
  };
  return (name) => {
    const digest = digests[name];
    const cachedData = keptOf(name, digest);
    return new Script(textOf(name, digest), { filename: name, cachedData, digest }).runInThisContext();
  };
}

/** Part of the bundle: where its texts stand in it, and what is kept beside it. */
function bundle(filename) {
  return {
    bytesOf: (start, end) => Buffer.from(packedParts.toString().slice(start, end), 'base64'),
    kept(name) {
      try {
        return process.getBuiltinModule('node:fs').readFileSync(`${filename}.cache/${name}`);
      } catch {
        // There is none, and none is needed.
      }
    },
  };
}

/** Part of the bundle for a single executable: assets are read where they lie in the memory of the program. */
function assets() {
  const { getRawAsset } = process.getBuiltinModule('node:sea');
  const at = (name, start, end) => Buffer.from(getRawAsset(name)).subarray(start, end);
  return {
    bytesOf: (start, end) => at('others', start, end),
    textAt: (start, end) => at('texts', start, end).latin1Slice(),
    // Empty where no Node of that platform could be run to make it.
    kept: (name) => at(`cache/${name}`),
  };
}
