import { describe, expect, test } from 'vitest';
import { ITEMS_AT_MOST, REQUEST_BYTES } from '../../../src/delivery/compliance/budget.ts';
import { complianceRequest } from '../../../src/delivery/compliance/request.ts';
import type { ComplianceRequest } from '../../../src/delivery/service/requests.ts';
import type { Finding, Severity } from '../../../src/report/report.ts';
import {
  aFinding,
  anEvidence,
  anUnrecognized,
  aRecoveredFinding,
  aReport,
} from '../../reporters/a-report.ts';
import { anOrder } from '../an-order.ts';

const LONG = anEvidence({ excerpt: 'é語'.repeat(250), file: `/${'f'.repeat(450)}` });
const WORDS = {
  remedy: [{ step: '語'.repeat(500), effect: 'read-only' as const }],
  verify: '語'.repeat(500),
};

function many(count: number, severity: Severity, given: Partial<Finding> = {}): Finding[] {
  return Array.from({ length: count }, (_, at) =>
    aFinding({ severity, subject: { kind: 'package', id: `${severity}-${at}` }, ...given }),
  );
}

function sent(findings: readonly Finding[], unrecognized = 0): ComplianceRequest {
  const lines = Array.from({ length: unrecognized }, (_, at) =>
    anUnrecognized({ template: `line ${at}`, count: at + 1 }),
  );
  return complianceRequest(aReport({ findings, unrecognized: lines }), anOrder());
}

function bytesOf(request: ComplianceRequest): number {
  return Buffer.byteLength(JSON.stringify(request));
}

function severities({ Items }: ComplianceRequest, of: Severity): number {
  return Items.filter(({ Id, Severity }) => Id.startsWith('REPO_ACCESS_DENIED/') && Severity === of).length;
}

function textOf({ Items }: ComplianceRequest, id: string): string | undefined {
  return Items.find(({ Id }) => Id === id)?.Details.DetailedText;
}

describe('the budget', () => {
  test('leaves out nothing that fits, and says nothing then', () => {
    const request = sent(many(100, 'HIGH'));
    expect(severities(request, 'HIGH')).toBe(100);
    expect(request.Items.filter(({ Id }) => Id.startsWith('TRUNCATED'))).toEqual([]);
  });

  test('lets the excerpts of the least go first, and no item', () => {
    const request = sent([
      ...many(20, 'HIGH', { evidence: [LONG] }),
      ...many(90, 'LOW', { evidence: [LONG] }),
    ]);
    expect(bytesOf(request)).toBeLessThanOrEqual(REQUEST_BYTES);
    expect([severities(request, 'HIGH'), severities(request, 'LOW')]).toEqual([20, 90]);
    const quoting = (severity: Severity): number =>
      request.Items.filter((item) => item.Severity === severity && item.Details.DetailedText?.includes('é'))
        .length;
    expect(quoting('HIGH')).toBe(20);
    expect(quoting('LOW')).toBeGreaterThan(30);
    expect(quoting('LOW')).toBeLessThan(90);
    const shortened = request.Items.find(({ Id }) => Id === 'TRUNCATED/excerpts');
    expect(shortened?.Title).toContain(`: ${90 - quoting('LOW')} items`);
    expect(shortened?.Status).toBe('COMPLIANT');
  });

  test('keeps the severe when there are too many, and counts the others', () => {
    const request = sent([
      ...many(50, 'LOW'),
      ...many(300, 'MEDIUM'),
      ...many(150, 'HIGH'),
      ...many(3, 'CRITICAL'),
    ]);
    expect(request.Items.length).toBeLessThanOrEqual(ITEMS_AT_MOST);
    expect([severities(request, 'CRITICAL'), severities(request, 'HIGH')]).toEqual([3, 150]);
    const kept = severities(request, 'MEDIUM');
    expect(kept).toBeGreaterThan(30);
    expect(severities(request, 'LOW')).toBe(0);
    const text = textOf(request, 'TRUNCATED/items') ?? '';
    expect(text).toContain(`active causes of severity MEDIUM: ${300 - kept}\n`);
    expect(text).toContain('active causes of severity LOW: 50');
    expect(request.Items.find(({ Id }) => Id === 'TRUNCATED/items')).toMatchObject({
      Severity: 'MEDIUM',
      Status: 'NON_COMPLIANT',
    });
    expect(request.Items.some(({ Id }) => Id === 'SELF/last-run')).toBe(true);
  });

  test('keeps a root of low severity before others when something severe came of it', () => {
    const root = aFinding({
      severity: 'LOW',
      subject: { kind: 'file', id: 'z' },
      leadsTo: ['PATCH_RUN_FAILED'],
    });
    const led = aFinding({ cause: 'PATCH_RUN_FAILED', role: 'consequence', severity: 'CRITICAL' });
    const request = sent([...many(400, 'HIGH'), root, led]);
    expect(request.Items.map(({ Id }) => Id)).toContain('REPO_ACCESS_DENIED/file:z');
  });

  test('lets what recovered go before what is active, without turning red for it', () => {
    const recovered = Array.from({ length: 300 }, (_, at) =>
      aRecoveredFinding({ severity: 'CRITICAL', subject: { kind: 'package', id: `p${at}` } }),
    );
    const request = sent([...recovered, ...many(20, 'LOW')]);
    expect(severities(request, 'LOW')).toBe(20);
    expect(request.Items.find(({ Id }) => Id === 'TRUNCATED/items')).toMatchObject({ Status: 'COMPLIANT' });
    expect(textOf(request, 'TRUNCATED/items')).toMatch(/^recovered causes: \d+$/);
  });

  test('lists twenty kinds of unknown lines and counts the rest', () => {
    const request = sent([], 50);
    expect(request.Items.filter(({ Id }) => Id.startsWith('UNRECOGNIZED/'))).toHaveLength(20);
    expect(textOf(request, 'TRUNCATED/items')).toBe('unknown error lines: 30');
  });

  test('holds with ten thousand findings, each as large as can be', () => {
    const request = sent(
      many(10_000, 'HIGH', { evidence: [LONG], ...WORDS, captures: { a: '語'.repeat(5_000) } }),
    );
    expect(bytesOf(request)).toBeLessThanOrEqual(REQUEST_BYTES);
    expect(request.Items.length).toBeGreaterThan(30);
    expect(textOf(request, 'TRUNCATED/items')).toContain(
      `active causes of severity HIGH: ${10_000 - severities(request, 'HIGH')}`,
    );
  });
});
