/**
 * Runs a bundle as `node BUNDLE ARGUMENT…` would, and writes what V8 compiled of its first part to BUNDLE.cache
 * when it ends; nothing when that part was not asked for. What the bundle prints is of no interest.
 *
 *   node build-scripts/code-cache.cjs BUNDLE ARGUMENT…
 */
const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const vm = require('node:vm');

const [node, , bundle, ...args] = process.argv;
const path = resolve(bundle);

/** The part that the bundle compiles last. */
let deferred = null;

vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    deferred = { script: this, digest: options.digest };
  }
};

process.on('exit', () => {
  if (deferred === null) return;
  // With what was compiled while it ran: functions that nothing called are not in it.
  writeFileSync(
    `${path}.cache`,
    Buffer.concat([Buffer.from(deferred.digest, 'latin1'), deferred.script.createCachedData()]),
  );
});

process.argv = [node, path, ...args];
require(path);
