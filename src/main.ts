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
  // enough to profit; it is so small that helpers for its collection cost more to wake than they save. The old one
  // would grow by eight before it is looked through; by two it needs 10 MB less at 1 GB, by less it takes 7 % more
  // time. The hot loops are WebAssembly: what TurboFan saves on the rest it spends on compiling it.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--heap-growing-percent=100');
  setFlagsFromString('--no-turbofan');
  import('./cli/run.ts').then(async ({ run }) => {
    process.exitCode = await run(argv);
  });
}
