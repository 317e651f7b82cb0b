import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../parsers/parsed.ts';
import { parseDocumentState } from '../../../parsers/state/document-state.ts';
import { parseIdentityConfig } from '../../../parsers/state/identity-config.ts';
import { parseOsRelease } from '../../../parsers/state/os-release.ts';
import { parsePatchInventory } from '../../../parsers/state/patch-inventory.ts';
import { parsePatchStates } from '../../../parsers/state/patch-states.ts';
import { parseRegistration } from '../../../parsers/state/registration.ts';
import { passesOf } from '../../support/passes.ts';

const JSON_PARSERS: readonly (readonly [string, (text: string) => Parsed<unknown>, unknown])[] = [
  ['identity config', parseIdentityConfig, { InstanceId: 'i-0synthetic0000001' }],
  ['registration', parseRegistration, { ManagedInstanceID: 'mi-0synthetic0000001' }],
  ['patch inventory', parsePatchInventory, { Content: [{ OperationType: 'Scan' }] }],
  ['patch states', parsePatchStates, { patchStates: {} }],
  ['document state', parseDocumentState, { DocumentInformation: { DocumentID: 'x' } }],
];
const ALL = [...JSON_PARSERS, ['os-release', parseOsRelease, null] as const];

describe.each(ALL)('every parser: %s', (_name, parse) => {
  test.each(['', ' \r\n', '\ufeff', '\0\0\0\0'])('calls %j empty', (text) => {
    expect(parse(text)).toMatchObject({ ok: false, reason: 'empty' });
  });

  test('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parse(text)));
  });
});

describe.each(JSON_PARSERS)('every JSON parser: %s', (_name, parse, least) => {
  test('accepts the least there has to be, with a mark and with keys that nobody knows', () => {
    expect(
      parse(`\ufeff${JSON.stringify({ ...Object(least), SomethingNew: { a: [1] } })}\r\n`),
    ).toMatchObject({ ok: true });
  });

  test('never throws, whatever the values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (any, other) => {
        parse(JSON.stringify(any));
        const keys = Object.keys(Object(least));
        parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, other]))));
      }),
    );
  });

  test.each(['[]', '"text"', '1', 'null', '{}'])('calls %j malformed', (text) => {
    expect(parse(text)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  test('says that a file breaks off, and never quotes it', () => {
    const text = `{"password": "hunter2-synthetic", ${JSON.stringify(least).slice(1)}`;
    for (let length = 2; length < text.length; length++) {
      const parsed = parse(text.slice(0, length));
      expect(parsed).toMatchObject({
        ok: false,
        reason: 'malformed',
        detail: expect.stringContaining('breaks off'),
      });
    }
    const broken = parse(text.replace('"password":', '"password" hunter2'));
    expect(broken).toMatchObject({ ok: false, reason: 'malformed' });
    expect(JSON.stringify(broken)).not.toContain('hunter2');
  });
});

describe('parseIdentityConfig', () => {
  test('reads who the agent is and how it fares with credentials', () => {
    const text = JSON.stringify({
      SchemaVersion: '1.1',
      InstanceId: 'mi-0synthetic0000001',
      IdentityType: 'OnPrem',
      ShareFile: '/root/.aws/credentials',
      ShareProfile: '',
      CredentialsExpiresAt: '2026-03-04T05:06:07.123456789Z',
      CredentialsRetrievedAt: '2026-03-04T05:06:07+02:00',
      CredentialSource: 'SSM',
    });
    expect(parseIdentityConfig(text)).toEqual({
      ok: true,
      value: {
        instanceId: 'mi-0synthetic0000001',
        identityType: 'OnPrem',
        credentialSource: 'SSM',
        shareFile: '/root/.aws/credentials',
        shareProfile: null,
        credentialsExpireAt: Date.UTC(2026, 2, 4, 5, 6, 7, 123),
        credentialsRetrievedAt: Date.UTC(2026, 2, 4, 3, 6, 7),
      },
    });
  });

  test("takes Go's year 1 for never", () => {
    const text = '{"InstanceId":"i-0synthetic0000001","CredentialsExpiresAt":"0001-01-01T00:00:00Z"}';
    expect(parseIdentityConfig(text)).toMatchObject({ ok: true, value: { credentialsExpireAt: null } });
  });
});

describe('parseRegistration', () => {
  test('takes nothing for an id that is longer than any', () => {
    const text = JSON.stringify({ ManagedInstanceID: 'mi-0'.repeat(200), Region: 'eu-west-1' });
    expect(parseRegistration(text)).toMatchObject({ ok: false, reason: 'malformed' });
    const named = JSON.stringify({ ManagedInstanceID: 'mi-0synthetic0000001', Region: 'x'.repeat(600) });
    expect(parseRegistration(named)).toMatchObject({ ok: true, value: { region: null } });
  });

  test('reads id and region', () => {
    const text = '{"ManagedInstanceID":"mi-0synthetic0000001","Region":"eu-west-1"}';
    expect(parseRegistration(text)).toEqual({
      ok: true,
      value: { instanceId: 'mi-0synthetic0000001', region: 'eu-west-1' },
    });
  });
});

describe('parsePatchInventory', () => {
  const content = {
    BaselineId: 'pb-0synthetic0000001',
    PatchGroup: '',
    SnapshotId: 'snap',
    ExecutionId: '11111111-2222-3333-4444-555555555555',
    InstalledCount: '198',
    InstalledOtherCount: '1077',
    MissingCount: 3,
    FailedCount: 'many',
    CriticalNonCompliantCount: '-1',
    OperationType: 'Install',
    OperationStartTime: '2026-03-04T05:06:07Z',
    OperationEndTime: '2026-03-04T05:16:07Z',
    RebootOption: 'RebootIfNeeded',
    NonCompliantSeverity: 'CRITICAL',
  };

  test('reads counts that are texts, tolerates numbers, and says which are missing', () => {
    const text = JSON.stringify({
      TypeName: 'AWS:PatchSummary',
      CaptureTime: '2026-03-04T05:16:08Z',
      Content: [content],
    });
    expect(parsePatchInventory(text)).toEqual({
      ok: true,
      value: {
        capturedAt: Date.UTC(2026, 2, 4, 5, 16, 8),
        baselineId: 'pb-0synthetic0000001',
        patchGroup: null,
        snapshotId: 'snap',
        executionId: '11111111-2222-3333-4444-555555555555',
        operation: 'Install',
        startedAt: Date.UTC(2026, 2, 4, 5, 6, 7),
        endedAt: Date.UTC(2026, 2, 4, 5, 16, 7),
        rebootOption: 'RebootIfNeeded',
        nonCompliantSeverity: 'CRITICAL',
        installOverrideList: null,
        counts: {
          installed: 198,
          installedOther: 1077,
          installedRejected: null,
          installedPendingReboot: null,
          notApplicable: null,
          missing: 3,
          failed: null,
          criticalNonCompliant: -1,
          securityNonCompliant: null,
          otherNonCompliant: null,
          availableSecurityUpdates: null,
        },
      },
    });
  });

  test('takes what PowerShell makes of a list of one and of times', () => {
    const time = Date.UTC(2026, 2, 4);
    const text = JSON.stringify({ CaptureTime: `/Date(${time})/`, Content: { MissingCount: '0' } });
    expect(parsePatchInventory(text)).toMatchObject({
      ok: true,
      value: { capturedAt: time, counts: { missing: 0 } },
    });
  });

  test('does not take an empty list for a summary', () => {
    expect(parsePatchInventory('{"Content": []}')).toMatchObject({ ok: false, reason: 'malformed' });
  });
});

describe('parsePatchStates', () => {
  test('reads patches and times', () => {
    const text = JSON.stringify({
      patchStates: {
        'bind9-libs.amd64:1:9.16.1': {
          id: 'bind9-libs.amd64',
          installedTime: 1635487514.47,
          state: 'Installed',
        },
        'kernel.x86_64:0:6.1-1': { id: 'kernel.x86_64', state: 'InstalledPendingReboot' },
        broken: null,
        stateless: {},
      },
      lastNoRebootInstallOperationTime: 1635487000,
    });
    expect(parsePatchStates(text)).toEqual({
      ok: true,
      value: {
        patches: [
          {
            title: 'bind9-libs.amd64:1:9.16.1',
            id: 'bind9-libs.amd64',
            state: 'Installed',
            installedAt: 1635487514470,
          },
          {
            title: 'kernel.x86_64:0:6.1-1',
            id: 'kernel.x86_64',
            state: 'InstalledPendingReboot',
            installedAt: null,
          },
        ],
        lastNoRebootInstallAt: 1635487000000,
      },
    });
  });

  test('takes zero for never, and leaves it to others what a negative time means', () => {
    const withTime = (time: number): unknown =>
      parsePatchStates(`{"patchStates":{},"lastNoRebootInstallOperationTime":${time}}`);
    expect(withTime(0)).toMatchObject({ value: { lastNoRebootInstallAt: null } });
    expect(withTime(-5)).toMatchObject({ value: { lastNoRebootInstallAt: -5000 } });
  });
});

describe('parseDocumentState', () => {
  const SECRET = 'hunter2-synthetic';
  const ID = '11111111-2222-3333-4444-555555555555';
  const state = {
    DocumentInformation: {
      DocumentID: `${ID}.2026-03-04T05-06-07.008Z`,
      CommandID: '',
      AssociationID: ID,
      InstanceID: 'i-0synthetic0000001',
      RunID: '2026-03-04T05-06-07.008Z',
      CreatedDate: '2026-03-04T05:06:07.008Z',
      DocumentName: 'AWS-RunPatchBaseline',
      DocumentVersion: '1',
      DocumentStatus: 'InProgress',
      RunCount: 2,
      ProcInfo: { Pid: 4711, StartTime: '2026-03-04T05:06:07Z' },
    },
    DocumentType: 'Association',
    InstancePluginsInformation: [
      {
        Configuration: {
          Properties: { runCommand: [SECRET] },
          Settings: SECRET,
          CurrentAssociations: [ID, 5, 'other', '('],
        },
        Name: 'aws:softwareInventory',
        Id: 'collectSoftwareInventoryItems',
        Result: { status: 'Failed', code: 1, output: SECRET, standardError: SECRET },
      },
      { Name: 'aws:runShellScript', Result: { status: '', code: 0 } },
    ],
  };

  test('reads what the run is, and never its parameters or output', () => {
    const parsed = parseDocumentState(JSON.stringify(state));
    expect(parsed).toEqual({
      ok: true,
      value: {
        documentId: `${ID}.2026-03-04T05-06-07.008Z`,
        commandId: null,
        associationId: ID,
        runId: '2026-03-04T05-06-07.008Z',
        instanceId: 'i-0synthetic0000001',
        createdAt: Date.UTC(2026, 2, 4, 5, 6, 7, 8),
        documentName: 'AWS-RunPatchBaseline',
        documentVersion: '1',
        status: 'InProgress',
        runCount: 2,
        pid: 4711,
        documentType: 'Association',
        plugins: [
          {
            name: 'aws:softwareInventory',
            id: 'collectSoftwareInventoryItems',
            status: 'Failed',
            code: 1,
            associationIds: [ID],
          },
          { name: 'aws:runShellScript', id: null, status: null, code: null, associationIds: [] },
        ],
      },
    });
    expect(JSON.stringify(parsed)).not.toContain(SECRET);
  });
});

describe('parseOsRelease', () => {
  test.each([
    [
      'quotes',
      'NAME="Amazon Linux"\nVERSION_ID="2023"\nID="amzn"\nPRETTY_NAME="Amazon Linux 2023.6"\n',
      ['Amazon Linux 2023.6', 'amzn', '2023'],
    ],
    [
      'no quotes, line ends of Windows, comments',
      '# x\r\nID=ubuntu\r\nPRETTY_NAME=Ubuntu\r\n',
      ['Ubuntu', 'ubuntu', null],
    ],
    ['escapes and single quotes', 'ID=\'sles\'\nPRETTY_NAME="A \\"B\\" \\$C"\n', ['A "B" $C', 'sles', null]],
    ['only a name', 'NAME=Debian\nID=debian', ['Debian', 'debian', null]],
  ])('reads %s', (_name, text, [prettyName, id, versionId]) => {
    expect(parseOsRelease(text)).toEqual({ ok: true, value: { prettyName, id, versionId } });
  });

  test('calls other text malformed', () => {
    expect(parseOsRelease('Red Hat Enterprise Linux release 9.4')).toMatchObject({
      ok: false,
      reason: 'malformed',
    });
  });

  test('is quick with a megabyte on one line', () => {
    expect(passesOf(`ID=${' '.repeat(1_000_000)}x`, parseOsRelease)).toBeLessThan(100);
  });
});

describe('files of patching on Windows', () => {
  test('may hold a list, capital names, and times as PowerShell writes them', () => {
    const text = JSON.stringify({
      PatchStates: [
        { Title: 'KB5099001', State: 'InstalledPendingReboot', InstalledTime: '/Date(1795312850000)/' },
      ],
      LastNoRebootInstallOperationTime: '2026-11-22T02:00:50Z',
    });
    const at = Date.UTC(2026, 10, 22, 2, 0, 50);
    expect(parsePatchStates(text)).toEqual({
      ok: true,
      value: {
        patches: [{ title: 'KB5099001', id: null, state: 'InstalledPendingReboot', installedAt: at }],
        lastNoRebootInstallAt: at,
      },
    });
  });

  test('may hold the summary without its envelope', () => {
    const parsed = parsePatchInventory('{"InstalledCount":"1","missingCount":2,"OperationType":"Scan"}');
    expect(parsed).toMatchObject({
      ok: true,
      value: { operation: 'Scan', counts: { installed: 1, missing: 2 } },
    });
  });
});
