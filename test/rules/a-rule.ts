import { catalogueNames } from '../../src/causes/catalogue.ts';
import { checkRules, type RuleProblem } from '../../src/rules/check.ts';

/** A rule file that nothing is wrong with. */
export const MIRROR = `id: MIRROR_DOWN
area: mirror
title: Our mirror does not answer
severity: HIGH
platforms:
  - linux
generality: specific
meaning: The package mirror of our own network is down.
remedy:
  - step: Look at the state of the mirror
    effect: read-only
verify: The mirror answers.
recoveredBy: a line that says that the mirror is back
docUrl: null
leadsTo:
  - PATCH_RUN_FAILED
outranks: []
signals:
  - id: mirror-down
    in:
      - output
    pattern: 'mirror (?<host>[a-z0-9.-]{1,253}) is out of reach'
    confidence: high
    subject:
      kind: endpoint
      from: host
    samples:
      - 'mirror packages.example.com is out of reach'
    nearMisses:
      - 'mirror packages.example.com was out of reach'
successes:
  - id: mirror-is-back
    in:
      - output
    pattern: 'mirror [a-z0-9.-]{1,253} answers again'
    reach: step
    recovers:
      causes:
        - MIRROR_DOWN
    samples:
      - 'mirror packages.example.com answers again'
`;

/** The same file with some text replaced. */
export function mirrorWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the rule has no ${from}`);
    return text.replace(from, () => to);
  }, MIRROR);
}

/** What is wrong with files, as `FILE:LINE:COLUMN MESSAGE`. */
export function problemsOf(...texts: readonly string[]): string[] {
  const files = texts.map((text, index) => ({ file: `${'abcdefgh'[index]}.yaml`, text }));
  return checkRules(files, catalogueNames()).problems.map(shown);
}

function shown({ file, line, column, message }: RuleProblem): string {
  return `${file}:${line}:${column} ${message}`;
}
