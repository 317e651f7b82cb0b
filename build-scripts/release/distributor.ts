/** How Distributor calls the platforms that the program runs on, by its word for the processor. */
const LINUX = [
  'amazon',
  'almalinux',
  'centos',
  'debian',
  'oracle',
  'raspbian',
  'redhat',
  'rocky',
  'suse',
  'ubuntu',
];
const PROCESSORS = { x64: 'x86_64', arm64: 'arm64' } as const;

/** One zip of the package. */
export interface Zip {
  readonly platform: 'linux' | 'macos' | 'win';
  readonly arch: 'x64' | 'arm64';
  readonly name: string;
  readonly sha256: string;
}

/**
 * The manifest of a Distributor package of these zips (user guide of Systems Manager, "Create a package"). A node whose
 * platform is too old takes the zip too, and its installer says so.
 */
export function distributorManifest(version: string, zips: readonly Zip[]): string {
  const packages: Record<string, { _any: Record<string, { file: string }> }> = {};
  for (const { platform, arch, name } of zips) {
    for (const key of platform === 'win' ? ['windows'] : LINUX) {
      packages[key] ??= { _any: {} };
      packages[key]._any[PROCESSORS[arch]] = { file: name };
    }
  }
  const files = Object.fromEntries(zips.map(({ name, sha256 }) => [name, { checksums: { sha256 } }]));
  const manifest = { schemaVersion: '2.0', version, publisher: 'ssm-doctor', packages, files };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
