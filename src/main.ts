import { writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { VERSION } from './cli/version.ts';

const argv = process.argv.slice(2);
const [only] = argv;

// Asked for at each start of a fleet's scripts, so it is answered before anything else is loaded.
if (argv.length === 1 && (only === '--version' || only === '-V')) {
  writeSync(1, `ssm-doctor ${VERSION.version} (${VERSION.commit})\n`);
} else {
  // Measured on 200 MB and 1 GB of logs. The young generation would grow to 48 MB, and nothing in it lives long
  // enough to profit; the old one would grow by eight before it is looked through, instead of by two, which costs
  // 4 MB and saves 3 % of the time. The hot loops are WebAssembly: what TurboFan saves on the rest it spends on
  // compiling it. The young generation is so small that helpers for its collection cost more to wake than they save;
  // those that mark the old one keep it 4 MB smaller.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--no-turbofan');
  setFlagsFromString('--no-parallel-scavenge');
  import('./cli/run.ts').then(async ({ run }) => {
    process.exitCode = await run(argv);
  });
}
