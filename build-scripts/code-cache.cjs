/**
 * Runs a bundle as `node BUNDLE ARGUMENT…` would, and when it ends writes what V8 compiled of its parts to BUNDLE.cache, a
 * folder: of those that were asked for and that bundle/linked.mjs takes from there. What the bundle prints is of no
 * interest.
 *
 *   node build-scripts/code-cache.cjs BUNDLE ARGUMENT…
 */
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const vm = require('node:vm');

const [node, , bundle, ...args] = process.argv;
const path = resolve(bundle);
const scripts = [];

vm.Script = class extends vm.Script {
  constructor(text, { digest, filename, ...options }) {
    super(text, { filename, ...options });
    if (digest !== undefined) scripts.push({ script: this, digest, name: filename });
  }
};

process.on('exit', () => {
  const folder = `${path}.cache`;
  mkdirSync(folder, { recursive: true });
  for (const { script, digest, name } of scripts) {
    // With what was compiled while it ran: functions that nothing called are not in it.
    const compiled = script.createCachedData();
    writeFileSync(join(folder, name), Buffer.concat([Buffer.from(digest, 'latin1'), compiled]));
  }
});

process.argv = [node, path, ...args];
require(path);
