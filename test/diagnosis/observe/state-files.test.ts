import { describe, expect, test } from 'vitest';
import { aCatalogue } from '../a-catalogue.ts';
import { type GivenFile, NODE, observations, observed, readFiles } from '../a-node.ts';

const SETTINGS = '/etc/amazon/ssm/amazon-ssm-agent.json';

function read(kind: GivenFile['kind'], text: string | Uint8Array, path = `/state/${kind}`) {
  return readFiles(aCatalogue(), [{ kind, path, text }]);
}

describe('facts about the node', () => {
  test('come from the identity, the registration, the release and the zone', () => {
    const { state } = readFiles(aCatalogue(), [
      {
        kind: 'identity-config',
        path: '/a',
        text: JSON.stringify({ SchemaVersion: '1.0.0', InstanceId: NODE, IdentityType: 'EC2' }),
      },
      {
        kind: 'registration',
        path: '/b',
        text: JSON.stringify({ ManagedInstanceID: 'mi-00000000000000001', Region: 'eu-west-1' }),
      },
      { kind: 'os-release', path: '/c', text: 'ID=amzn\nPRETTY_NAME="Amazon Linux 2023"\n' },
      { kind: 'time-zone', path: '/d', text: 'Europe/Berlin\n' },
    ]);
    expect(state.facts).toMatchObject({
      id: NODE,
      region: 'eu-west-1',
      os: 'Amazon Linux 2023',
      zone: 'Europe/Berlin',
    });
  });

  test.each(['<script>', 'a/b/c/d', '', 'x'.repeat(200)])('%j is no zone', (text) => {
    expect(read('time-zone', text).state.facts.zone).toBeNull();
  });
});

describe('settings of the agent', () => {
  test('that are broken are a finding, proven by the file', () => {
    const { state, coverage } = read('agent-config', '{"Agent": {', SETTINGS);
    expect(observed(state)).toEqual(['agent AGENT_CONFIG_INVALID 1']);
    expect(observations(state)[0]?.observation.last).toMatchObject({
      file: SETTINGS,
      line: 1,
      moment: { at: null },
    });
    expect(coverage[0]).toMatchObject({ status: 'partly-read', reason: 'malformed' });
  });

  test('that are whole are none', () => {
    const { state, coverage } = read('agent-config', '{"Agent": {"Region": "eu-west-1"}}', SETTINGS);
    expect(observed(state)).toEqual([]);
    expect(coverage[0]).toMatchObject({ status: 'read', reason: null });
  });

  test('a broken seelog.xml is a finding', () => {
    expect(observed(read('log-config', '<seelog><outputs>').state)).toEqual([
      'agent AGENT_LOG_CONFIG_INVALID 1',
    ]);
  });
});

describe('any state file', () => {
  const KINDS = [
    'identity-config',
    'registration',
    'document-state',
    'os-release',
    'time-zone',
    'patch-inventory',
    'patch-states',
    'agent-config',
    'log-config',
  ] as const;

  test.each(KINDS)('%s may hold anything without an error', (kind) => {
    for (const text of [
      '',
      '\0\0\0\0',
      '{',
      '[]',
      'null',
      '"text"',
      '{"a":'.repeat(2000),
      '<a>'.repeat(2000),
      Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
      '\ufeff{}',
    ]) {
      expect(() => read(kind, text)).not.toThrow();
    }
  });

  test('in UTF-16 is read like one in UTF-8', () => {
    const text = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(JSON.stringify({ InstanceId: NODE, IdentityType: 'EC2' }), 'utf16le'),
    ]);
    expect(read('identity-config', text).state.facts.id).toBe(NODE);
  });

  test('of more than 8 MB is not what its name says, and is said to be left out', () => {
    const { coverage } = read('registration', Buffer.alloc(9 * 1024 * 1024, 32));
    expect(coverage[0]).toMatchObject({ status: 'skipped', reason: 'too-large' });
  });
});
