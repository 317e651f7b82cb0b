import { readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { commit } from './commit.ts';
import { lazyImports } from './lazy-imports.mjs';

const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
const [oldestNode] = /\d+\.\d+/.exec(engines.node);

/** The text of a bundle, one file. The paths of the modules that are in it are added to `modules`. */
export async function textOf(input, plugins, modules) {
  const [{ code }] = await bundled(input, plugins, { codeSplitting: false }, modules);
  return code;
}

/**
 * The texts of a bundle in CommonJS, those of the input first. The paths of the modules that are in it are added to
 * `modules`. The sources may use two constants: BUILD_VERSION and BUILD_COMMIT.
 */
export async function bundled(input, plugins, output, modules) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    // Of modules in the form of ECMAScript only what is used is taken; the AWS SDK is half as large then.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [...plugins, lazyImports()],
    transform: {
      target: `node${oldestNode}`,
      define: {
        BUILD_VERSION: JSON.stringify(version),
        BUILD_COMMIT: JSON.stringify(commit()),
      },
    },
    // V8 compiles a function in parentheses at once, and most wrapped modules are not needed in a run.
    optimization: { pifeForModuleWrappers: false },
    // How long plugins take depends on the machine, and is no mistake; nor is it that a part is needed by another one.
    checks: { pluginTimings: false, ineffectiveDynamicImport: false },
    onLog(level, log, report) {
      if (level === 'warn') throw new Error(log.message);
      report(level, log);
    },
  });
  const { output: chunks } = await bundle.generate({
    ...output,
    format: 'cjs',
    // Functions keep their names, for the traces of internal errors. Plain ASCII is read and parsed as bytes.
    minify: {
      compress: true,
      mangle: { keepNames: true },
      codegen: { removeWhitespace: true, asciiOnly: true },
    },
    sourcemap: false,
  });
  await bundle.close();
  for (const chunk of chunks) for (const id of Object.keys(chunk.modules)) modules.add(id);
  return chunks;
}
