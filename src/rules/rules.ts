/**
 * What the command line needs of rules, as one module: it brings the parsers of YAML and of regular expressions, so
 * it is loaded, and in the bundle even unpacked, only when there are rules. It takes and gives plain data.
 */
export { readRules } from './read-rules.ts';
export { skeletonOf } from './skeleton.ts';
