/**
 * Ends with 0 when V8 takes BUNDLE.cache for the first part of a bundle, with 1 when it refuses it or it is of
 * another text.
 *
 *   node build-scripts/binaries/takes-cache.cjs BUNDLE
 */
const { resolve } = require('node:path');
const vm = require('node:vm');

const [node, , bundle] = process.argv;
const path = resolve(bundle);
let isTaken = false;

vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    isTaken = options.cachedData !== undefined && this.cachedDataRejected === false;
  }
};

process.on('exit', () => {
  process.exitCode = isTaken ? 0 : 1;
});

process.argv = [node, path, 'explain', '156'];
require(path);
