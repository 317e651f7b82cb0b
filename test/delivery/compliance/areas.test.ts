import { describe, expect, test } from 'vitest';
import { catalogueNames } from '../../../src/causes/catalogue.ts';
import { AREAS } from '../../../src/delivery/compliance/area-evidence.ts';
import { areaItems } from '../../../src/delivery/compliance/area-items.ts';
import type { Report } from '../../../src/report/report.ts';
import {
  aCoverage,
  aFinding,
  anUnreadable,
  anUnrecognized,
  aRecoveredFinding,
  aReport,
} from '../../reporters/a-report.ts';

const ORCHESTRATION = '/var/lib/amazon/ssm/i-0synthetic0001/document/orchestration';
const RUN = `${ORCHESTRATION}/5cbe845f-0000-4000-8000-000000000001/2026-11-20T03-12-00.000Z`;
const patchOutput = aCoverage({
  file: `${RUN}/awsrunShellScript/PatchLinux/stdout`,
  kind: 'step-output',
  lines: 9,
});
const agentLog = aCoverage();

function areasOf(report: Report): string[] {
  return areaItems(report).map(({ Id }) => Id.replace('AREA/', ''));
}

const OF_AGENT = ['agent', 'aws', 'credentials', 'iam', 'network'];
const OF_PATCHING = ['association', 'document', 'host', 'output', 'package', 'patch', 'repository'];

describe('areaItems', () => {
  test('knows the areas of the catalogue, and no others', () => {
    expect([...AREAS].sort()).toEqual([...catalogueNames().areas].sort());
  });

  test('calls fine what was looked at, and is silent on what was not', () => {
    expect(areasOf(aReport({ coverage: [agentLog] }))).toEqual(OF_AGENT);
    expect(areasOf(aReport({ coverage: [patchOutput] }))).toEqual(OF_PATCHING);
    expect(areasOf(aReport({ coverage: [] }))).toEqual([]);
  });

  test('does not take an empty file, or one that was not read, for evidence', () => {
    expect(areasOf(aReport({ coverage: [{ ...agentLog, lines: 0 }] }))).toEqual([]);
    expect(
      areasOf(aReport({ coverage: [{ ...agentLog, status: 'skipped', reason: 'older-than-window' }] })),
    ).toEqual([]);
  });

  test('is not sure of an area while something of it is active, or comes before it', () => {
    const coverage = [agentLog, patchOutput];
    const areas = areasOf(aReport({ coverage, findings: [aFinding({ severity: 'INFORMATIONAL' })] }));
    expect(areas).not.toContain('repository');
    expect(areas).not.toContain('package');
    expect(areas).toContain('agent');
    expect(areasOf(aReport({ coverage, findings: [aRecoveredFinding()] }))).toContain('repository');
  });

  test('is not sure of patching, nor of associations, while a run of them suffers from something else', () => {
    const finding = aFinding({ cause: 'PKG_LOCK_HELD', area: 'package' });
    expect(areasOf(aReport({ coverage: [patchOutput], findings: [finding] }))).toEqual([
      'document',
      'host',
      'output',
    ]);
  });

  test('is not sure where a file that may tell was cut', () => {
    expect(areasOf(aReport({ coverage: [agentLog, patchOutput, anUnreadable()] }))).toEqual(
      OF_PATCHING.filter((area) => area !== 'association' && area !== 'output'),
    );
    const cut = aCoverage({
      file: ORCHESTRATION,
      kind: 'step-output',
      status: 'skipped',
      reason: 'entry-limit',
    });
    expect(areasOf(aReport({ coverage: [agentLog, patchOutput, cut] }))).toEqual(OF_AGENT);
  });

  test('is not sure where a line is unknown', () => {
    const coverage = [agentLog, patchOutput];
    const known = OF_PATCHING.filter((area) => area !== 'association' && area !== 'output');
    expect(areasOf(aReport({ coverage, unrecognized: [anUnrecognized()] }))).toEqual(known);
    expect(areasOf(aReport({ coverage, unrecognized: [anUnrecognized({ evidence: [] })] }))).toEqual([]);
  });

  test('asks for patching on Windows before it clears Windows Update', () => {
    const file = 'C:/ProgramData/Amazon/PatchBaselineOperations/Logs/Install-1.log';
    const windows = aReport({ coverage: [aCoverage({ file, kind: 'package-log' })] });
    const on = (platform: Report['node']['platform']): Report => ({
      ...windows,
      node: { ...windows.node, platform },
    });
    expect(areasOf(on('windows'))).toEqual(['patch', 'windows-update']);
    expect(areasOf(on('linux'))).toEqual(['patch']);
  });
});
