import { describe, expect, test } from 'vitest';
import {
  type ComplianceOptions,
  complianceRequest,
  withoutExtraDetails,
} from '../../../src/delivery/compliance/request.ts';
import type { ComplianceItem } from '../../../src/delivery/service/requests.ts';
import type { Report } from '../../../src/report/report.ts';
import {
  aCoverage,
  aFinding,
  anEvidence,
  anUnreadable,
  anUnrecognized,
  aRecoveredFinding,
  aReport,
} from '../../reporters/a-report.ts';
import { anOrder } from '../an-order.ts';

const ACTIVE_ID = 'REPO_ACCESS_DENIED/repository:al2023-repos-eu-west-1';

function itemsOf(report: Report, options: Partial<ComplianceOptions> = {}): readonly ComplianceItem[] {
  return complianceRequest(report, anOrder(options)).Items;
}

function idsOf(report: Report, options: Partial<ComplianceOptions> = {}): string[] {
  return itemsOf(report, options).map(({ Id }) => Id);
}

function itemOf(report: Report, id: string, options: Partial<ComplianceOptions> = {}): ComplianceItem {
  const item = itemsOf(report, options).find(({ Id }) => Id === id);
  if (item === undefined) throw new Error(`no ${id} in ${idsOf(report, options).join(' ')}`);
  return item;
}

function recoveredOn(day: string): Report {
  const evidence = anEvidence({ time: { raw: '', utc: `${day}T03:12:00.000Z` }, excerpt: 'Complete!' });
  return aReport({ findings: [aRecoveredFinding({ recoveredBy: { evidence } })] });
}

describe('complianceRequest', () => {
  test('names the node, the type and the run, in whole seconds', () => {
    const { ItemContentHash, Items, ...head } = complianceRequest(
      aReport(),
      anOrder({ execution: { id: 'abc' } }),
    );
    expect(head).toEqual({
      ResourceId: 'i-0123456789abcdef0',
      ResourceType: 'ManagedInstance',
      ComplianceType: 'Custom:SsmDoctor',
      ExecutionSummary: {
        ExecutionTime: '2026-11-23T03:12:04Z',
        ExecutionId: 'abc',
        ExecutionType: 'Command',
      },
    });
    expect(ItemContentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('says nothing of an execution where a person runs it', () => {
    const { ExecutionSummary } = complianceRequest(aReport(), anOrder());
    expect(ExecutionSummary).toEqual({ ExecutionTime: '2026-11-23T03:12:04Z' });
  });

  test('puts the proof, what came of it and what to do into the keys of the schema, first', () => {
    const item = itemOf(aReport({ findings: [aFinding({ leadsTo: ['PATCH_RUN_FAILED'] })] }), ACTIVE_ID);
    expect(item).toMatchObject({
      Title: 'Package repository refuses access',
      Severity: 'HIGH',
      Status: 'NON_COMPLIANT',
      Details: {
        DetailedText:
          'Curl error (22): The requested URL returned error: 403\nled to: PATCH_RUN_FAILED\n' +
          'fix: Allow the repository bucket in the policy of the S3 gateway endpoint [changes AWS]',
        DocumentName: 'AWS-RunPatchBaseline',
        CauseCode: 'REPO_ACCESS_DENIED',
        File: expect.stringContaining('/PatchLinux/stdout'),
        Line: '211',
        AssociationId: '5cbe845f-0000-4000-8000-000000000001',
        FirstSeen: '2026-11-20T03:12:00.000Z',
      },
    });
    expect(Object.keys(item.Details).slice(0, 4)).toEqual([
      'DetailedText',
      'DetailedLink',
      'DocumentName',
      'CauseCode',
    ]);
    expect(Object.values(item.Details)).not.toContain('');
  });

  test('tells state and baseline of patches', () => {
    const finding = aFinding({
      cause: 'PATCH_MISSING_APPROVED',
      subject: { kind: 'baseline', id: 'pb-0synthetic' },
    });
    const { Details } = itemOf(
      aReport({ findings: [finding] }),
      'PATCH_MISSING_APPROVED/baseline:pb-0synthetic',
    );
    expect(Details).toMatchObject({ PatchState: 'Missing', PatchBaselineId: 'pb-0synthetic' });
    const captures = { baselineId: 'pb-0other', patchGroup: 'web' };
    const other = aReport({ findings: [aFinding({ captures })] });
    expect(itemOf(other, ACTIVE_ID).Details).toMatchObject({
      PatchBaselineId: 'pb-0other',
      PatchGroup: 'web',
    });
  });

  test('makes one item of the same cause and subject in two operations, and counts them', () => {
    const other = { ...aFinding().operation, associationId: 'b', id: 'b' };
    const report = aReport({ findings: [aFinding(), aFinding({ operation: other })] });
    expect(idsOf(report).filter((id) => id === ACTIVE_ID)).toHaveLength(1);
    expect(itemOf(report, ACTIVE_ID).Details.Operations).toBe('2');
  });

  test('makes no item of a consequence that a root explains, but one of a consequence without a root', () => {
    const explained = aFinding({ cause: 'PATCH_RUN_FAILED', role: 'consequence' });
    const orphan = aFinding({ cause: 'ASSOC_FAILED', role: 'consequence' });
    const ids = idsOf(
      aReport({ findings: [aFinding({ leadsTo: ['PATCH_RUN_FAILED'] }), explained, orphan] }),
    );
    expect(ids).toContain(ACTIVE_ID);
    expect(ids).toContain('ASSOC_FAILED/repository:al2023-repos-eu-west-1');
    expect(ids.filter((id) => id.startsWith('PATCH_RUN_FAILED'))).toEqual([]);
  });

  test('does not take a recovered root for an explanation of what is still there', () => {
    const root = aRecoveredFinding({ leadsTo: ['PATCH_RUN_FAILED'] });
    const left = aFinding({ cause: 'PATCH_RUN_FAILED', role: 'consequence' });
    expect(idsOf(aReport({ findings: [root, left] }))).toContain(
      'PATCH_RUN_FAILED/repository:al2023-repos-eu-west-1',
    );
  });

  test('shows what recovered as compliant for seven days', () => {
    const id = 'PKG_LOCK_HELD/repository:al2023-repos-eu-west-1';
    expect(itemOf(recoveredOn('2026-11-16'), id)).toMatchObject({
      Status: 'COMPLIANT',
      Severity: 'HIGH',
      Details: { DetailedText: 'recovered\nComplete!', RecoveredAt: '2026-11-16T03:12:00.000Z' },
    });
    expect(idsOf(recoveredOn('2026-11-15'))).not.toContain(id);
  });

  test('lets what is active hide what recovered', () => {
    const report = aReport({ findings: [aFinding(), aRecoveredFinding({ cause: 'REPO_ACCESS_DENIED' })] });
    expect(idsOf(report).filter((id) => id === ACTIVE_ID)).toHaveLength(1);
    expect(itemOf(report, ACTIVE_ID).Status).toBe('NON_COMPLIANT');
  });

  test('says that it ran, also where all is well', () => {
    const report = aReport();
    expect(itemsOf(report).every(({ Status }) => Status === 'COMPLIANT')).toBe(true);
    expect(itemOf(report, 'SELF/last-run')).toMatchObject({
      Status: 'COMPLIANT',
      Severity: 'INFORMATIONAL',
      Details: {
        DetailedText: 'ssm-doctor 0.1.0, catalogue 2026.11.1; verdict: compliant',
        ToolVersion: '0.1.0',
      },
    });
  });

  test('is never a silent all-clear', () => {
    const blind = itemOf(aReport({ coverage: [] }), 'INCONCLUSIVE/evidence');
    expect(blind).toMatchObject({ Status: 'NON_COMPLIANT', Severity: 'INFORMATIONAL' });
    expect(blind.Details.DetailedText).toContain(
      'No log, run or patch state of Systems Manager was read under /',
    );
    const cut = itemOf(aReport({ coverage: [aCoverage(), anUnreadable()] }), 'INCONCLUSIVE/evidence');
    expect(cut).toMatchObject({
      Status: 'NON_COMPLIANT',
      Title: 'Not all could be judged: 1 file was not read whole',
    });
    expect(cut.Details.DetailedText).toBe('/var/log/amazon/ssm/errors.log.1: not readable');
    const unexplained = itemOf(aReport({ verdict: 'inconclusive' }), 'INCONCLUSIVE/evidence');
    expect(unexplained.Status).toBe('NON_COMPLIANT');
    const unknown = itemsOf(aReport({ unrecognized: [anUnrecognized()] })).find(({ Id }) =>
      Id.startsWith('UNRECOGNIZED/'),
    );
    expect(unknown).toMatchObject({
      Status: 'NON_COMPLIANT',
      Severity: 'INFORMATIONAL',
      Details: {
        DetailedText: 'plugin cache entry <*> could not be pinned',
        Example: 'plugin cache entry 17 could not be pinned',
      },
    });
  });

  test('gives an unknown line the same id on every node', () => {
    const here = idsOf(aReport({ unrecognized: [anUnrecognized()] }));
    const there = idsOf(aReport({ unrecognized: [anUnrecognized({ count: 9, evidence: [] })] }));
    const isUnknown = (id: string): boolean => id.startsWith('UNRECOGNIZED/');
    expect(here.filter(isUnknown)).toEqual(there.filter(isUnknown));
  });
});

describe('a least severity', () => {
  const low = aFinding({ cause: 'REPO_METADATA_EXPIRED', severity: 'LOW' });
  const options = { minSeverity: 'HIGH' } as const;

  test('names what weighs less in one compliant item, and calls its area fine no more than before', () => {
    const report = aReport({ findings: [low], unrecognized: [anUnrecognized()] });
    const items = itemsOf(report, options);
    expect(items.every(({ Status }) => Status === 'COMPLIANT')).toBe(true);
    expect(itemOf(report, 'BELOW/causes', options)).toMatchObject({
      Title: 'Below HIGH, and so not listed: 2',
      Details: { DetailedText: 'REPO_METADATA_EXPIRED\nunknown error lines: 1' },
    });
    expect(items.map(({ Id }) => Id)).not.toContain('AREA/repository');
  });

  test('keeps a root that is not severe itself when something severe came of it', () => {
    const root = { ...low, leadsTo: ['PATCH_RUN_FAILED'] };
    const severe = aFinding({ cause: 'PATCH_RUN_FAILED', role: 'consequence', severity: 'CRITICAL' });
    const ids = idsOf(aReport({ findings: [root, severe] }), options);
    expect(ids).toContain('REPO_METADATA_EXPIRED/repository:al2023-repos-eu-west-1');
    expect(ids).not.toContain('BELOW/causes');
  });

  test('tells missing evidence all the same', () => {
    const report = aReport({ coverage: [aCoverage(), anUnreadable()] });
    expect(itemOf(report, 'INCONCLUSIVE/evidence', options).Status).toBe('NON_COMPLIANT');
  });
});

describe('withoutExtraDetails', () => {
  test('keeps the keys of the schema, and nothing that matters is lost', () => {
    const report = aReport({ findings: [aFinding({ leadsTo: ['PATCH_RUN_FAILED'] })] });
    const full = complianceRequest(report, anOrder());
    const plain = withoutExtraDetails(full);
    expect(plain).toEqual(complianceRequest(report, anOrder({ extraDetails: false })));
    const details = plain.Items.find(({ Id }) => Id === ACTIVE_ID)?.Details;
    expect(Object.keys(details ?? {})).toEqual(['DetailedText', 'DetailedLink', 'DocumentName']);
    expect(details?.DetailedText).toContain('led to: PATCH_RUN_FAILED');
    expect(plain.ItemContentHash).not.toBe(full.ItemContentHash);
    expect(plain.ExecutionSummary).toEqual(full.ExecutionSummary);
  });
});
