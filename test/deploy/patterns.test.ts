import { parseRegExpLiteral, visitRegExpAST } from '@eslint-community/regexpp';
import { describe, expect, it } from 'vitest';
import { DOCUMENT } from './agent/fixture.ts';
import { EVERYTHING } from './template/arguments.ts';
import { stackOf } from './template/evaluate.ts';
import { TEMPLATE } from './template/read.ts';

/** Go refuses a pattern whose nested repeats come to more. */
const GO_REPEATS = 1_000;

/** What Go (the agent) and Java (the service) do not both take, or read differently. */
function objectionsTo(pattern: string): string[] {
  const found: string[] = [];
  const repeats: number[] = [];
  visitRegExpAST(parseRegExpLiteral(new RegExp(pattern, 'u')), {
    onAssertionEnter: ({ kind, raw }) => {
      if (kind !== 'start' && kind !== 'end') found.push(raw);
    },
    onBackreferenceEnter: ({ raw }) => found.push(raw),
    onCharacterSetEnter: ({ kind, raw }) => {
      if (kind !== 'any') found.push(raw);
    },
    onCapturingGroupEnter: ({ name, raw }) => {
      if (name !== null) found.push(raw);
    },
    onQuantifierEnter: ({ min, max, raw }) => {
      repeats.push(Number.isFinite(max) ? max : min);
      if (repeats.filter((count) => count > 0).reduce((product, count) => product * count, 1) > GO_REPEATS)
        found.push(`${raw} repeats too often`);
    },
    onQuantifierLeave: () => {
      repeats.pop();
    },
  });
  if (!/^\^.*\$$/.test(pattern)) found.push('not anchored');
  return found;
}

const DOCUMENT_PATTERNS = Object.values(DOCUMENT.parameters).flatMap(
  ({ allowedPattern = [] }) => allowedPattern,
);
const RUNBOOK = stackOf(TEMPLATE, EVERYTHING).EventRunbook?.Properties.Content as typeof DOCUMENT | undefined;
const RUNBOOK_PATTERNS = Object.values(RUNBOOK?.parameters ?? {}).flatMap(
  ({ allowedPattern = [] }) => allowedPattern,
);

describe('the patterns of parameters', () => {
  it.each([...new Set([...DOCUMENT_PATTERNS, ...RUNBOOK_PATTERNS])])(
    '%s means the same to the agent and the service',
    (pattern) => {
      expect(objectionsTo(pattern)).toEqual([]);
    },
  );

  it('are those of both documents', () => {
    expect(DOCUMENT_PATTERNS).toHaveLength(7);
    expect(RUNBOOK_PATTERNS).toHaveLength(1);
  });

  it.each([
    '^(?=a)b$',
    '^(a)\\1$',
    '^\\w+$',
    '^(?<n>a)$',
    '^(/[a-z]{1,200}){0,12}$',
    '^a{1001}$',
    '^a',
    '^\\ba$',
  ])('would not be %s', (pattern) => {
    expect(objectionsTo(pattern)).not.toEqual([]);
  });
});

describe('the pattern of a source', () => {
  const pattern = new RegExp(DOCUMENT.parameters.source?.allowedPattern ?? '', 'u');
  it.each([
    'none',
    'https://downloads.example.com',
    'https://downloads.example.com:8443/a/b-1.0_x',
    's3://example-bucket',
    's3://example-bucket/folder/of-releases',
  ])('takes %s', (source) => {
    expect(source).toMatch(pattern);
  });

  it.each([
    '',
    'http://downloads.example.com/a',
    'https://',
    'https://user:word@example.com/a',
    'https://example.com/a b',
    'https://example.com/a?b=c',
    'https://example.com//a',
    'https://example.com/a/',
    'file:///etc/passwd',
    's3://Example/a',
    's3://-bucket/a',
    'none\n',
    ' none',
    'nonehttps://example.com',
  ])('refuses %j', (source) => {
    expect(source).not.toMatch(pattern);
  });
});
