import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../src/causes/catalogue.ts';
import { type RankFacts, rankOf } from '../../../src/diagnosis/conclude/ranking.ts';
import { orderFindings } from '../../../src/report/order.ts';
import type { Confidence, Finding, OperationKind } from '../../../src/report/report.ts';
import { aFinding } from '../../reporters/a-report.ts';

const { causes } = loadCatalogue('linux');

function factsOf(cause: string): RankFacts {
  const known = causes.get(cause);
  return { generality: known?.generality ?? 'specific', outlivesRun: known?.passesWith === 'later-run' };
}

type Row = readonly [cause: string, kind: OperationKind, confidence?: Confidence];

/** A finding of a real cause; all are equally severe and equally old, so that only the rank tells them apart. */
function found([cause, kind, confidence = 'high']: Row): Finding {
  const area = causes.get(cause)?.area;
  if (area === undefined) throw new TypeError(`no such cause: ${cause}`);
  const { operation } = aFinding();
  return aFinding({ cause, area, confidence, severity: 'HIGH', operation: { ...operation, kind } });
}

function firstOf(rows: readonly Row[]): string | undefined {
  const ordered = orderFindings(rows.map(found), (finding) => rankOf(finding, factsOf(finding.cause)));
  return ordered[0]?.cause;
}

describe('of two equally severe findings, first stands', () => {
  test.each([
    [
      'the registration before the credentials',
      ['AGENT_DEREGISTERED', 'agent-registration'],
      ['CREDENTIALS_EXPIRED', 'agent-connection'],
    ],
    [
      'the credentials before the connection',
      ['CREDENTIALS_EXPIRED', 'agent-connection'],
      ['NETWORK_TIMEOUT', 'agent-connection'],
    ],
    [
      'the connection before the hibernation',
      ['NETWORK_TIMEOUT', 'agent-connection'],
      ['AGENT_HIBERNATING', 'agent-connection'],
    ],
    [
      'the hibernation before a module',
      ['AGENT_HIBERNATING', 'agent-connection'],
      ['AGENT_PANIC', 'agent-start'],
    ],
    [
      'the agent before the work it is to do',
      ['NETWORK_DNS_FAILURE', 'agent-connection'],
      ['PKG_LOCK_HELD', 'patch-scan'],
    ],
    [
      'the specific before the generic, whatever the work',
      ['HOST_SELINUX_DENIED', 'command'],
      ['PATCH_RUN_FAILED', 'patch-install'],
    ],
    [
      'patching before another association',
      ['PKG_LOCK_HELD', 'patch-install'],
      ['DOCUMENT_INVALID', 'association'],
    ],
    [
      'an association before the inventory',
      ['DOCUMENT_INVALID', 'association'],
      ['INVENTORY_SIZE_LIMIT', 'inventory'],
    ],
    [
      'the inventory before a command',
      ['INVENTORY_SIZE_LIMIT', 'inventory'],
      ['DOCUMENT_INVALID', 'command'],
    ],
    [
      'what made a run fail before what it went on in spite of',
      ['DOCUMENT_STEP_FAILED', 'command'],
      ['OUTPUT_S3_BUCKET_MISSING', 'association'],
    ],
    [
      'what is sure before a weak hint',
      ['DOCUMENT_INVALID', 'command'],
      ['AGENT_DEREGISTERED', 'agent-registration', 'low'],
    ],
  ] as const)('%s', (_words, first, second) => {
    expect(firstOf([first, second])).toBe(first[0]);
    expect(firstOf([second, first])).toBe(first[0]);
  });
});

test('severity stands before the rank', () => {
  const severe = { ...found(['DOCUMENT_INVALID', 'command']), severity: 'CRITICAL' } as const;
  const ordered = orderFindings([found(['AGENT_DEREGISTERED', 'agent-registration']), severe], (finding) =>
    rankOf(finding, factsOf(finding.cause)),
  );
  expect(ordered[0]?.cause).toBe('DOCUMENT_INVALID');
});
