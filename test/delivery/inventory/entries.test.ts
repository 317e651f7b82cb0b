import { describe, expect, test } from 'vitest';
import { ATTRIBUTES } from '../../../src/delivery/inventory/attributes.ts';
import { CONTENT_BYTES, ENTRIES_AT_MOST, inventoryEntries } from '../../../src/delivery/inventory/entries.ts';
import { inventoryRequest } from '../../../src/delivery/inventory/request.ts';
import { INVENTORY_ITEM_ENTRY } from '../../../src/delivery/limits.ts';
import type { Report } from '../../../src/report/report.ts';
import { aFinding, anUnrecognized, aRecoveredFinding, aReport } from '../../reporters/a-report.ts';
import { NODE } from '../an-order.ts';

describe('the attributes', () => {
  test('can be columns of a table over the exported data', () => {
    const taken = ['resourceid', 'captureTime', 'schemaVersion', 'accountid', 'region', 'resourcetype'];
    const lower = ATTRIBUTES.map((name) => name.toLowerCase());
    expect(new Set(lower).size).toBe(ATTRIBUTES.length);
    expect(lower.filter((name) => taken.some((other) => other.toLowerCase() === name))).toEqual([]);
    expect(ATTRIBUTES.filter((name) => !/^[A-Z][A-Za-z0-9]{0,63}$/.test(name))).toEqual([]);
    expect(ATTRIBUTES.length).toBeLessThanOrEqual(INVENTORY_ITEM_ENTRY.maxCount);
  });
});

describe('inventoryEntries', () => {
  test('has an entry for a node without findings', () => {
    const [entry, ...others] = inventoryEntries(aReport());
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      Cause: 'NONE',
      Status: 'none',
      Verdict: 'compliant',
      Os: 'Amazon Linux 2023',
      ToolVersion: '0.1.0',
      Severity: '',
    });
    expect(inventoryEntries(aReport({ coverage: [] }))).toMatchObject([
      { Cause: 'NONE', Verdict: 'inconclusive' },
    ]);
  });

  test('has an entry for each finding and each unknown line: the worst active first, what has passed last', () => {
    const report = aReport({
      findings: [
        aRecoveredFinding({ severity: 'CRITICAL' }),
        aFinding({ leadsTo: ['PATCH_RUN_FAILED'] }),
        aFinding({ cause: 'PATCH_RUN_FAILED', role: 'consequence' }),
        aFinding({ cause: 'HOST_DISK_FULL', severity: 'CRITICAL' }),
      ],
      unrecognized: [anUnrecognized()],
    });
    const entries = inventoryEntries(report);
    expect(entries.map(({ Cause, Status, Role }) => [Cause, Status, Role])).toEqual([
      ['HOST_DISK_FULL', 'active', 'root'],
      ['REPO_ACCESS_DENIED', 'active', 'root'],
      ['PATCH_RUN_FAILED', 'active', 'consequence'],
      ['UNRECOGNIZED', 'unrecognized', ''],
      ['PKG_LOCK_HELD', 'recovered', 'root'],
    ]);
    expect(entries[1]).toMatchObject({
      Subject: 'al2023-repos-eu-west-1',
      SubjectKind: 'repository',
      DocumentName: 'AWS-RunPatchBaseline',
      AssociationId: '5cbe845f-0000-4000-8000-000000000001',
      CommandId: '',
      Line: '211',
      LastSeen: '2026-11-22T03:12:00.000Z',
      Occurrences: '3',
      LedTo: 'PATCH_RUN_FAILED',
      Verdict: 'non-compliant',
    });
  });

  test('keeps the worst where there are too many, and counts the rest', () => {
    const findings = Array.from({ length: 10_000 }, (_, at) =>
      aFinding({ severity: at % 100 === 0 ? 'HIGH' : 'LOW', subject: { kind: 'file', id: `/${at}` } }),
    );
    const entries = inventoryEntries(aReport({ findings }));
    expect(entries.length).toBeLessThanOrEqual(ENTRIES_AT_MOST);
    expect(Buffer.byteLength(JSON.stringify(entries))).toBeLessThanOrEqual(CONTENT_BYTES);
    expect(entries.filter(({ Severity }) => Severity === 'HIGH')).toHaveLength(100);
    expect(entries.at(-1)).toMatchObject({
      Cause: 'TRUNCATED',
      Title: `${10_000 - entries.length + 1} more are not listed`,
    });
  });
});

describe('inventoryRequest', () => {
  const request = (report: Report, at = '2026-11-23T03:12:04.567Z') =>
    inventoryRequest(report, { node: NODE, type: 'Custom:SsmDoctor', at: new Date(at) });

  test('is as the call wants it', () => {
    const { InstanceId, Items } = request(aReport());
    expect(InstanceId).toBe('i-0123456789abcdef0');
    expect(Items).toMatchObject([
      { TypeName: 'Custom:SsmDoctor', SchemaVersion: '1.0', CaptureTime: '2026-11-23T03:12:04Z' },
    ]);
    expect(Items[0].ContentHash).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  });

  test('has a hash of the content alone', () => {
    const hashes = [
      request(aReport()),
      request(aReport(), '2027-01-01T00:00:00Z'),
      request(aReport({ findings: [aFinding()] })),
      request(aReport({ findings: [aFinding({ count: 4 })] })),
    ].map(({ Items }) => Items[0].ContentHash);
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(3);
  });
});
