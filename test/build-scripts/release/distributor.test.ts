import { describe, expect, it } from 'vitest';
import { distributorManifest } from '../../../build-scripts/release/distributor.ts';

const SHA256 = 'ab'.repeat(32);
const ZIPS = [
  { platform: 'linux', arch: 'x64', name: 'x.zip', sha256: SHA256 },
  { platform: 'linux', arch: 'arm64', name: 'a.zip', sha256: SHA256 },
  { platform: 'win', arch: 'x64', name: 'w.zip', sha256: SHA256 },
] as const;

describe('the manifest of the Distributor package', () => {
  const manifest = JSON.parse(distributorManifest('1.2.3', ZIPS));

  it('names a zip for each platform and processor', () => {
    expect(manifest).toMatchObject({ schemaVersion: '2.0', version: '1.2.3' });
    const linux = { _any: { x86_64: { file: 'x.zip' }, arm64: { file: 'a.zip' } } };
    for (const platform of ['amazon', 'redhat', 'ubuntu', 'debian', 'suse'])
      expect(manifest.packages[platform]).toEqual(linux);
    expect(manifest.packages.windows).toEqual({ _any: { x86_64: { file: 'w.zip' } } });
  });

  it('names no platform that the program does not run on, and every file once', () => {
    for (const platform of ['alpine', 'bottlerocket', 'mac_os_x', '_any'])
      expect(manifest.packages).not.toHaveProperty(platform);
    expect(manifest.files).toEqual({
      'x.zip': { checksums: { sha256: SHA256 } },
      'a.zip': { checksums: { sha256: SHA256 } },
      'w.zip': { checksums: { sha256: SHA256 } },
    });
  });
});
