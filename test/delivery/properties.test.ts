import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ITEMS_AT_MOST, REQUEST_BYTES } from '../../src/delivery/compliance/budget.ts';
import { complianceRequest, withoutExtraDetails } from '../../src/delivery/compliance/request.ts';
import { ATTRIBUTES } from '../../src/delivery/inventory/attributes.ts';
import { inventoryFile } from '../../src/delivery/inventory/file.ts';
import { inventoryRequest } from '../../src/delivery/inventory/request.ts';
import { SEVERITIES, severityRank } from '../../src/report/order.ts';
import type { Finding, Report } from '../../src/report/report.ts';
import { diagnoseScenario, scenarioNames } from '../fixtures/scenario.ts';
import { aFinding } from '../reporters/a-report.ts';
import { arbitraryReport, hostileText } from '../reporters/arbitrary-report.ts';
import { anOrder, NODE } from './an-order.ts';
import { refusedByGatherer } from './gatherer-refusals.ts';
import { refusedByModel, unfitTexts } from './model-refusals.ts';

const AT = new Date('2026-11-23T03:12:04.567Z');
const INVENTORY = { node: NODE, type: 'Custom:SsmDoctor', at: AT };

/** Reports of every size: as few as a test reads, and far more than can be sent. */
const reports: fc.Arbitrary<Report> = fc
  .record({
    report: arbitraryReport({ excerpts: hostileText.map((text) => text.repeat(20)) }),
    times: fc.constantFrom(1, 1, 1, 40, 200),
  })
  .map(({ report, times }) => ({
    ...report,
    findings: Array.from({ length: times }, (_, at) =>
      report.findings.map((finding) => ({
        ...finding,
        subject: { ...finding.subject, id: at === 0 ? finding.subject.id : `${finding.subject.id}${at}` },
      })),
    ).flat(),
  }));

function checkAll(report: Report): void {
  for (const minSeverity of ['INFORMATIONAL', 'HIGH'] as const) {
    const request = complianceRequest(report, anOrder({ minSeverity, execution: { id: report.node.os } }));
    for (const sent of [request, withoutExtraDetails(request)]) {
      expect(refusedByModel('PutComplianceItems', sent)).toEqual([]);
      expect(unfitTexts(sent)).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThanOrEqual(REQUEST_BYTES);
      expect(sent.Items.length).toBeLessThanOrEqual(ITEMS_AT_MOST);
      const ids = sent.Items.map(({ Id }) => Id);
      expect(ids).toEqual([...new Set(ids)].sort());
      for (const { Id, Title, Details } of sent.Items) {
        expect(Id).toMatch(/^[\x20-\x7e]{1,120}$/);
        expect(Title).not.toMatch(/[\n\t]/);
        expect([...(Details.DetailedText ?? '')].length).toBeLessThanOrEqual(1_000);
      }
      if (report.verdict === 'inconclusive' && minSeverity === 'INFORMATIONAL')
        expect(sent.Items.some(({ Status }) => Status === 'NON_COMPLIANT')).toBe(true);
    }
  }
  const inventory = inventoryRequest(report, INVENTORY);
  expect(refusedByModel('PutInventory', inventory)).toEqual([]);
  expect(unfitTexts(inventory)).toEqual([]);
  const { text } = inventoryFile(report, { ...INVENTORY, platform: 'linux', root: '/' });
  expect(refusedByGatherer(Buffer.from(text))).toEqual([]);
  const { SchemaVersion, TypeName, Content } = JSON.parse(text);
  expect([{ SchemaVersion, TypeName, Content }]).toMatchObject(
    inventory.Items.map((item) => ({
      SchemaVersion: item.SchemaVersion,
      TypeName: item.TypeName,
      Content: item.Content,
    })),
  );
  for (const entry of Content) expect(Object.keys(entry)).toEqual([...ATTRIBUTES]);
  expect(Content.length).toBeGreaterThan(0);
  expect(Buffer.byteLength(text)).toBeLessThan(300 * 1024);
}

describe('whatever a report holds', () => {
  test('nothing is sent or written that the service or the agent would refuse', () => {
    fc.assert(fc.property(reports, checkAll), { numRuns: 150 });
  });

  test('the order of findings and the figures of the run change nothing', () => {
    fc.assert(
      fc.property(arbitraryReport(), fc.infiniteStream(fc.nat()), fc.nat(), (report, random, figure) => {
        const shuffled = report.findings
          .map((finding) => ({ finding, key: random.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ finding }) => finding);
        const later: Report = {
          ...report,
          run: {
            ...report.run,
            startedAt: '2099-01-01T00:00:00Z',
            durationMs: figure,
            filesRead: figure,
            bytesRead: figure,
          },
          findings: shuffled,
        };
        const before = complianceRequest(report, anOrder());
        const after = complianceRequest(later, anOrder({ at: new Date(1_000 * figure) }));
        expect(after.Items).toEqual(before.Items);
        expect(after.ItemContentHash).toBe(before.ItemContentHash);
        const [first] = inventoryRequest(report, INVENTORY).Items;
        const [second] = inventoryRequest(later, { ...INVENTORY, at: new Date(1_000 * figure) }).Items;
        expect(second.ContentHash).toBe(first.ContentHash);
      }),
    );
  });

  test('counts of records are not hashed', () => {
    fc.assert(
      fc.property(arbitraryReport(), fc.integer({ min: 1 }), (report, count) => {
        const distinct = [...new Map(report.findings.map((finding) => [keyOf(finding), finding])).values()];
        const grown = distinct.map((finding) => ({ ...finding, count }));
        const hashes = [distinct, grown].map(
          (findings) => complianceRequest({ ...report, findings }, anOrder()).ItemContentHash,
        );
        expect(hashes[1]).toBe(hashes[0]);
      }),
    );
  });

  test('no active cause is lost while a less severe one is kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SEVERITIES), { minLength: 150, maxLength: 400 }),
        hostileText,
        (severities, text) => {
          const findings = severities.map((severity, at) =>
            aFinding({ severity, subject: { kind: 'file', id: `/${at}` }, verify: text.repeat(100) }),
          );
          const report = { ...EMPTY, findings };
          const kept = new Set(complianceRequest(report, anOrder()).Items.map(({ Id }) => Id));
          const isKept = ({ cause, subject }: Finding): boolean => kept.has(`${cause}/file:${subject.id}`);
          const ranks = (wanted: boolean): number[] =>
            findings
              .filter((finding) => isKept(finding) === wanted)
              .map(({ severity }) => severityRank(severity));
          expect(Math.max(...ranks(true))).toBeLessThanOrEqual(Math.min(...ranks(false)));
          if (ranks(false).length > 0) expect(kept).toContain('TRUNCATED/items');
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('every fixture', () => {
  test.each(scenarioNames())('%s can be sent and written', (name) => {
    const report = diagnoseScenario(name);
    checkAll(report);
    const items = complianceRequest(report, anOrder()).Items;
    const isRed = items.some(({ Status }) => Status === 'NON_COMPLIANT');
    expect(isRed).toBe(report.verdict !== 'compliant');
    for (const { area, status } of report.findings)
      if (status === 'active') expect(items.map(({ Id }) => Id)).not.toContain(`AREA/${area}`);
  });
});

const EMPTY: Report = diagnoseScenario('healthy-debian-11');

function keyOf({ cause, subject }: Finding): string {
  return JSON.stringify([cause, subject]);
}
