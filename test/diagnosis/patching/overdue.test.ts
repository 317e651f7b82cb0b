import { describe, expect, test } from 'vitest';
import { briefOf, COMMAND, diagnoseFiles, type InstanceFiles, NODE } from '../a-node.ts';
import { agentUntil, runOn, SUMMARY, summaryOf } from './a-patched-node.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const LIVE = { live: { bootedAt: null }, now: NOW };

function accepted(documentName: string, createdAt = '2026-11-20T03:12:00Z'): InstanceFiles {
  return {
    [`/var/lib/amazon/ssm/${NODE}/document/state/pending/${COMMAND}`]: JSON.stringify({
      DocumentInformation: {
        DocumentID: COMMAND,
        CommandID: COMMAND,
        DocumentName: documentName,
        CreatedDate: createdAt,
      },
      DocumentType: 'SendCommand',
    }),
  };
}

describe('a patching document that was accepted', () => {
  const files = { ...accepted('AWS-RunPatchBaseline'), ...agentUntil(300) };

  test('and of which no run began, on the running machine', () => {
    const { findings } = diagnoseFiles(files, LIVE);
    expect(briefOf(findings)).toEqual(['PATCH_NEVER_RUN active root']);
    expect(findings[0]?.evidence[0]?.excerpt).toContain('AWS-RunPatchBaseline');
  });

  test('says nothing on a copy', () => {
    expect(diagnoseFiles(files, { now: NOW }).findings).toEqual([]);
  });

  test.each([
    ['of another kind', accepted('AWS-RunShellScript')],
    ['just now', accepted('AWS-RunPatchBaseline', '2026-11-20T11:50:00Z')],
    ['after an earlier one had run', { ...accepted('AWS-RunPatchBaseline'), [SUMMARY]: summaryOf() }],
  ])('is none %s', (_how, given) => {
    expect(diagnoseFiles({ ...given, ...agentUntil(300) } as InstanceFiles, LIVE).findings).toEqual([]);
  });
});

describe('an association that scanned every day', () => {
  const days = (...of: number[]): InstanceFiles =>
    Object.assign({}, ...of.map((day) => runOn(day, '03:12:00', { verdict: 'Compliant' })));

  test('and has fallen silent, on the running machine', () => {
    const { findings } = diagnoseFiles(days(12, 13, 14), LIVE);
    expect(briefOf(findings)).toEqual(['PATCH_SCAN_STALE active root']);
    expect(findings[0]).toMatchObject({ subject: { kind: 'association' }, captures: { everyHours: '24' } });
    expect(diagnoseFiles(days(12, 13, 14), { now: NOW }).findings).toEqual([]);
  });

  test.each([
    ['is in time', days(18, 19, 20)],
    ['missed one day', days(17, 18, 19)],
    ['shows no rhythm yet', days(12, 13)],
  ])('%s', (_how, files) => {
    expect(diagnoseFiles(files, LIVE).findings).toEqual([]);
  });
});
