/**
 * Runs a bundle as `node BUNDLE ARGUMENT…` would, and writes what V8 compiled of its parts to BUNDLE.cache when it ends:
 * of those that bundle/linked.mjs asks for there, and in the form that it takes. Of a part that was not asked for it keeps
 * what an earlier run has written. What the bundle prints is of no interest.
 *
 *   node build-scripts/code-cache.cjs BUNDLE ARGUMENT…
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const vm = require('node:vm');

const [node, , bundle, ...args] = process.argv;
const path = resolve(bundle);
const scripts = new Map();
let asked = null;

vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    asked = options;
    scripts.set(options.filename, this);
  }
};

process.on('exit', () => {
  if (asked === null) return;
  const { digest, names } = asked;
  // With what was compiled while it ran: functions that nothing called are not in it.
  const compiled = earlier(digest, names).map(
    (data, index) => scripts.get(names[index])?.createCachedData() ?? data,
  );
  let end = digest.length + 8 * names.length;
  const ends = compiled.map(({ length }) => {
    end += length;
    return end.toString(16).padStart(8, '0');
  });
  writeFileSync(`${path}.cache`, Buffer.concat([Buffer.from(digest + ends.join(''), 'latin1'), ...compiled]));
});

/** What the file holds of each part, if it is of the same bundle. */
function earlier(digest, names) {
  const file = existsSync(`${path}.cache`) ? readFileSync(`${path}.cache`) : Buffer.alloc(0);
  if (!file.latin1Slice(0, digest.length).startsWith(digest)) return names.map(() => Buffer.alloc(0));
  let end = digest.length + 8 * names.length;
  return names.map((_, index) => {
    const start = end;
    end = Number.parseInt(file.latin1Slice(digest.length + 8 * index, digest.length + 8 * index + 8), 16);
    return file.subarray(start, end);
  });
}

process.argv = [node, path, ...args];
require(path);
