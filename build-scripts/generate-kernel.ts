import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = 'src/reading/kernel/assembly/index.ts';

/** Compiles the WebAssembly kernel and returns the text of the module that holds it. */
export function generateKernel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const out = join(folder, 'kernel.wasm');
    const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
    const features = ['--enable', 'simd', '--enable', 'relaxed-simd'];
    const flags = ['-O3', '--runtime', 'stub', '--importMemory', '--noExportMemory', ...features];
    execFileSync(process.execPath, [compiler, SOURCE, ...flags, '-o', out], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const base64 = readFileSync(out).toString('base64');
    return `/** Compiled from ${SOURCE} by \`npm run generate\`. */\nexport const WASM_BASE64 =\n  '${base64}';\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
