/**
 * Ends with 0 when V8 takes from BUNDLE.cache what it made of each part that the arguments ask for, of those that have
 * something there; with 1 when it refuses one, or that is of another text.
 *
 *   node build-scripts/binaries/takes-cache.cjs BUNDLE ARGUMENT…
 */
const { resolve } = require('node:path');
const vm = require('node:vm');

const [node, , bundle, ...args] = process.argv;
const path = resolve(bundle);
let taken = 0;
let refused = 0;

vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    if (options.digest === undefined) return;
    if (options.cachedData !== undefined && this.cachedDataRejected === false) taken++;
    else refused++;
  }
};

process.on('exit', () => {
  process.exitCode = taken > 0 && refused === 0 ? 0 : 1;
});

process.argv = [node, path, ...args];
require(path);
