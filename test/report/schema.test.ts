import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../src/report/report.schema.json' with { type: 'json' };
import type {
  Confidence,
  Coverage,
  Evidence,
  EvidenceTime,
  Finding,
  Harmless,
  Live,
  LiveFailure,
  LiveLook,
  NodeIdentity,
  Operation,
  Platform,
  RemedyStep,
  Report,
  RunFacts,
  Severity,
  Subject,
  Tool,
  Unrecognized,
  Verdict,
} from '../../src/report/report.ts';
import { MEMBERS } from '../reporters/arbitrary-report.ts';
import { inconclusive, recoveredOnly, severalCauses } from '../reporters/sample-reports.ts';
import { expectFields, type Fields, type ObjectSchema } from '../support/schema-fields.ts';

const { finding, evidence, coverage, unrecognized, harmless, remedyStep } = schema.$defs;

const REPORT: Fields<Report> = {
  schemaVersion: true,
  tool: true,
  node: true,
  run: true,
  verdict: true,
  findings: true,
  unrecognized: true,
  harmless: true,
  coverage: true,
  live: true,
};
const LOOK: Fields<LiveLook> = { at: true, checks: true, others: true };
const FAILURE: Fields<LiveFailure> = { check: true, cause: true, summary: true };
const TOOL: Fields<Tool> = { name: true, version: true, catalogVersion: true };
const NODE: Fields<NodeIdentity> = { id: true, platform: true, os: true, agentVersion: true, region: true };
const RUN: Fields<RunFacts> = {
  startedAt: true,
  durationMs: true,
  root: true,
  now: true,
  filesRead: true,
  bytesRead: true,
};
const FINDING: Fields<Finding> = {
  cause: true,
  title: true,
  area: true,
  severity: true,
  status: true,
  role: true,
  confidence: true,
  subject: true,
  operation: true,
  firstSeen: true,
  lastSeen: true,
  count: true,
  recoveredBy: true,
  evidence: true,
  leadsTo: true,
  captures: true,
  remedy: true,
  verify: true,
  docUrl: true,
  live: true,
  rule: true,
  trend: true,
};
/** Only where there is something to say. */
const OPTIONAL = ['rule', 'trend'];
const SUBJECT: Fields<Subject> = { kind: true, id: true };
const OPERATION: Fields<Operation> = {
  kind: true,
  id: true,
  documentName: true,
  associationId: true,
  commandId: true,
  startedAt: true,
};
const RECOVERED_BY: Fields<NonNullable<Finding['recoveredBy']>> = { evidence: true };
const LIVE: Fields<Live> = { check: true, status: true, summary: true, at: true };
const EVIDENCE: Fields<Evidence> = { file: true, line: true, time: true, excerpt: true };
const TIME: Fields<EvidenceTime> = { raw: true, utc: true };
const REMEDY: Fields<RemedyStep> = { step: true, effect: true };
const UNRECOGNIZED: Fields<Unrecognized> = {
  template: true,
  count: true,
  firstSeen: true,
  lastSeen: true,
  evidence: true,
};
const HARMLESS: Fields<Harmless> = { id: true, count: true, why: true, evidence: true };
const COVERAGE: Fields<Coverage> = {
  file: true,
  kind: true,
  status: true,
  reason: true,
  detail: true,
  bytes: true,
  lines: true,
};

describe('the schema', () => {
  test.each<[string, ObjectSchema, Readonly<Record<string, true>>]>([
    ['report', schema, REPORT],
    ['live look', schema.properties.live, LOOK],
    ['live failure', schema.$defs.liveFailure, FAILURE],
    ['tool', schema.properties.tool, TOOL],
    ['node', schema.properties.node, NODE],
    ['run', schema.properties.run, RUN],
    ['finding', finding, FINDING],
    ['subject', finding.properties.subject, SUBJECT],
    ['operation', finding.properties.operation, OPERATION],
    ['recoveredBy', finding.properties.recoveredBy, RECOVERED_BY],
    ['live', finding.properties.live, LIVE],
    ['evidence', evidence, EVIDENCE],
    ['time', evidence.properties.time, TIME],
    ['remedy step', remedyStep, REMEDY],
    ['unrecognized', unrecognized, UNRECOGNIZED],
    ['harmless', harmless, HARMLESS],
    ['coverage', coverage, COVERAGE],
  ])('has the fields of the type, all required, no others, each explained: %s', (_name, object, fields) => {
    expectFields(object, fields, OPTIONAL);
  });

  test.each<[string, readonly unknown[], readonly unknown[]]>([
    [
      'platforms',
      schema.properties.node.properties.platform.enum,
      members<Platform>({ linux: true, macos: true, windows: true }),
    ],
    [
      'verdicts',
      schema.properties.verdict.enum,
      members<Verdict>({ compliant: true, 'non-compliant': true, inconclusive: true }),
    ],
    [
      'severities',
      finding.properties.severity.enum,
      members<Severity>({ CRITICAL: true, HIGH: true, MEDIUM: true, LOW: true, INFORMATIONAL: true }),
    ],
    [
      'confidences',
      finding.properties.confidence.enum,
      members<Confidence>({ high: true, medium: true, low: true }),
    ],
    [
      'statuses',
      finding.properties.status.enum,
      members<Finding['status']>({ active: true, recovered: true }),
    ],
    [
      'what checks say',
      finding.properties.live.properties.status.enum,
      members<Live['status']>({ confirmed: true, refuted: true, 'not-seen': true }),
    ],
    ['roles', finding.properties.role.enum, members<Finding['role']>({ root: true, consequence: true })],
    [
      'effects',
      remedyStep.properties.effect.enum,
      members<RemedyStep['effect']>({ 'read-only': true, 'changes-node': true, 'changes-aws': true }),
    ],
    [
      'coverage statuses',
      coverage.properties.status.enum,
      members<Coverage['status']>({ read: true, 'partly-read': true, skipped: true }),
    ],
    ['coverage reasons', coverage.properties.reason.enum, [...MEMBERS.coverageReasons, null]],
    ['subject kinds', finding.properties.subject.properties.kind.enum, MEMBERS.subjectKinds],
    ['operation kinds', finding.properties.operation.properties.kind.enum, MEMBERS.operationKinds],
  ])('has the members of the union: %s', (_name, listed, expected) => {
    expect(new Set(listed)).toEqual(new Set(expected));
    expect(listed).toHaveLength(expected.length);
  });

  test('closes every object in it', () => {
    expect(openObjects(schema, '#')).toEqual(['#/$defs/finding/properties/captures']);
  });
});

describe('a report', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

  test('of every kind is valid', () => {
    for (const report of [severalCauses(), recoveredOnly(), inconclusive()]) {
      validate(report);
      expect(validate.errors).toBeNull();
    }
  });

  test.each<[string, object]>([
    ['another version', { schemaVersion: '2.0' }],
    ['a field that nobody knows', { extra: 1 }],
    ['a time that is not UTC', { run: { ...severalCauses().run, now: '2026-11-22T03:12:00+01:00' } }],
    ['a verdict that nobody knows', { verdict: 'fine' }],
    ['a count of nothing', { harmless: [{ id: 'x', count: 0, why: '', evidence: [] }] }],
    ['a missing field', { coverage: [{ file: '/x' }] }],
  ])('is not valid with %s', (_name, change) => {
    expect(validate({ ...severalCauses(), ...change })).toBe(false);
  });
});

function members<T extends string>(all: Readonly<Record<T, true>>): string[] {
  return Object.keys(all);
}

function openObjects(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const isOpen = 'type' in node && [node.type].flat().includes('object') && !isClosed(node);
  const inside = Object.entries(node).flatMap(([name, child]) => openObjects(child, `${path}/${name}`));
  return isOpen ? [path, ...inside] : inside;
}

function isClosed(node: object): boolean {
  return 'additionalProperties' in node && node.additionalProperties === false;
}
