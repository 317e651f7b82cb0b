import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockedNode } from '../../../build-scripts/binaries/node-package.ts';
import { TARGETS, targetsNamed } from '../../../build-scripts/binaries/targets.ts';

describe('the targets', () => {
  it('are all made when none is named, and else those that are', () => {
    expect(targetsNamed([])).toEqual(TARGETS);
    expect(targetsNamed(['win-x64']).map(({ file }) => file)).toEqual(['ssm-doctor.exe']);
    expect(() => targetsNamed(['linux-x86'])).toThrow(
      "linux-x64, linux-arm64, darwin-x64, darwin-arm64, win-x64, found 'linux-x86'",
    );
  });

  it('are released under the names that the Command document downloads', () => {
    const readme = readFileSync('deploy/README.md', 'utf8');
    for (const { released } of TARGETS) expect(readme).toContain(`/ssm-doctor-1.4.0-${released}`);
  });

  it('hold the Node of the lock file, which is one version', () => {
    expect(lockedNode(TARGETS)).toMatch(/^22\.\d+\.\d+$/);
  });

  it('are made by one fixed version of pkg, since a module inside of it is called', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(devDependencies['@yao-pkg/pkg']).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
