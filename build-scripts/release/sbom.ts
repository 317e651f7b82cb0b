import { readFileSync } from 'node:fs';
import { tool } from '../binaries/tool.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly [other: string]: unknown;
}

interface Bom {
  readonly metadata: { readonly component: Component; readonly [other: string]: unknown };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly [other: string]: unknown;
}

/**
 * What the executables consist of, as CycloneDX 1.5: what npm says of all that is installed, without what no bundle
 * holds a part of, and Node. `time` is in seconds since 1970.
 */
export function sbom(node: string, time: number): string {
  const all: Bom = JSON.parse(tool(npm('sbom', '--sbom-format', 'cyclonedx'), 'npm'));
  const bundled: { name: string; version: string }[] = JSON.parse(
    readFileSync('dist/parts/packages.json', 'utf8'),
  );
  const kept = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  const own = all.metadata.component['bom-ref'];
  const runtime = nodeComponent(node);
  const components = all.components.filter((component) => kept.has(component['bom-ref']));
  const missing = kept.size - components.length;
  if (missing > 0)
    throw new Error(`expected npm to know all ${kept.size} packages, found ${missing} missing`);
  const dependencies = all.dependencies
    .filter(({ ref }) => ref === own || kept.has(ref))
    .map(({ ref, dependsOn }) => {
      const others = dependsOn.filter((other) => kept.has(other));
      return { ref, dependsOn: ref === own ? [...others, runtime['bom-ref']] : others };
    });
  // A number that is another each time is of no use here.
  const { serialNumber: _, ...rest } = all;
  const bom = {
    ...rest,
    metadata: {
      ...all.metadata,
      timestamp: new Date(time * 1000).toISOString(),
      component: { ...all.metadata.component, type: 'application', name: 'ssm-doctor' },
    },
    components: [...components.map(shipped), runtime],
    dependencies,
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** npm tells what `package.json` needs for development; the bundle takes its parts from there. */
function shipped(component: Component): Component {
  const { properties: _, ...rest } = component;
  return rest;
}

function nodeComponent(version: string): Component {
  return {
    'bom-ref': `node@${version}`,
    type: 'platform',
    name: 'node',
    version,
    description: 'Node.js',
    purl: `pkg:generic/node@${version}`,
    cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
  };
}

function npm(...args: readonly string[]): string[] {
  const { npm_execpath: path } = process.env;
  return path === undefined ? ['npm', ...args] : [process.execPath, path, ...args];
}
