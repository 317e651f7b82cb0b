import { describe, expect, test } from 'vitest';
import { registrationFileIn, registrationOf } from '../../../parsers/state/vault.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('registrationFileIn', () => {
  test('gives the name of the file, never its folder', () => {
    const path = '/var/lib/amazon/ssm/Vault/Store/RegistrationKey';
    expect(registrationFileIn(JSON.stringify({ RegistrationKey: path }))).toEqual({
      ok: true,
      value: 'RegistrationKey',
    });
    const windows = 'C:\\ProgramData\\Amazon\\SSM\\InstanceData\\Vault\\Store\\EC2RegistrationKey';
    expect(registrationFileIn(JSON.stringify({ EC2RegistrationKey: windows }))).toEqual({
      ok: true,
      value: 'EC2RegistrationKey',
    });
  });

  test.each(['{"RegistrationKey":"/a/.."}', '{"RegistrationKey":"/a/b.json"}', '{}', '{"Other":"/a/b"}'])(
    'refuses %s',
    (text) => expect(registrationFileIn(text).ok).toBe(false),
  );
});

describe('registrationOf', () => {
  test('takes id and region, in any order and spacing, and nothing else', () => {
    const text =
      '{ "privateKey": "c2VjcmV0", "region" :\n "eu-west-1", "instanceID":"mi-0synthetic0000001", "privateKeyType":"Rsa" }';
    expect(registrationOf(bytes(text))).toEqual({
      ok: true,
      value: { instanceId: 'mi-0synthetic0000001', region: 'eu-west-1' },
    });
  });

  test('does not mind a region that is missing, but an id', () => {
    expect(registrationOf(bytes('{"instanceID":"mi-0synthetic0000001","region":""}'))).toMatchObject({
      value: { region: null },
    });
    const broken = registrationOf(bytes('{"privateKey":"c2VjcmV0","instanceID":'));
    expect(broken.ok).toBe(false);
    expect(JSON.stringify(broken)).not.toContain('c2VjcmV0');
  });
});
