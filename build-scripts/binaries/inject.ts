/**
 * Makes one executable out of a Node and the parts of the bundle, by the single-executable mode of pkg. It runs as a
 * process of its own, with a HOME of its own: pkg looks there for Node, trusts what it finds, and would download what it
 * does not. pkg gives its command line no say in the options of the executable, so that its module is called; the
 * version of pkg is fixed in package.json for that.
 *
 *   HOME=FOLDER node build-scripts/binaries/inject.ts VERSION PLATFORM ARCH NODE PARTS OUTPUT
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { COMPILED } from '../bundle/part-names.ts';

interface Builder {
  default(entry: string, options: object): Promise<void>;
}

const [version = '', platform = '', arch = '', node = '', parts = '', output = ''] = process.argv.slice(2);
const { default: build } = createRequire(import.meta.url)('@yao-pkg/pkg/lib-es5/sea.js') as Builder;

givePkgItsNode();
await build(resolve(parts, 'main.cjs'), {
  targets: [{ nodeRange: `node${version}`, platform, arch, output: resolve(output) }],
  // Signed afterwards, which pkg can only do where Apple's tools are.
  signature: false,
  seaConfig: {
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    // The text of main.cjs is short, and what V8 makes of the others stands beside it.
    useCodeCache: false,
    // NODE_OPTIONS does not reach a program that runs as root.
    execArgvExtension: 'none',
    assets: {
      texts: resolve(parts, 'texts'),
      ...Object.fromEntries(COMPILED.map((name) => [`cache/${name}`, resolve(parts, 'cache', name)])),
      others: resolve(parts, 'others'),
    },
  },
});

/** As if pkg had downloaded and unpacked it: an empty file `.ok` beside each step. */
function givePkgItsNode(): void {
  const cache = join(homedir(), '.pkg-cache', 'sea');
  const name = `node-v${version}-${platform === 'macos' ? 'darwin' : platform}-${arch}`;
  const archive = join(cache, platform === 'win' ? `${name}.zip` : `${name}.tar.gz`);
  const unpacked = platform === 'win' ? join(cache, `${name}.exe`) : join(cache, name, 'bin', 'node');
  mkdirSync(dirname(unpacked), { recursive: true });
  renameSync(node, unpacked);
  for (const empty of [archive, `${archive}.ok`, `${unpacked}.ok`]) writeFileSync(empty, '');
}
