import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import report from '../../src/report/report.schema.json' with { type: 'json' };
import schema from '../../src/report/subject-report.schema.json' with { type: 'json' };
import type {
  AskedSubject,
  NamingLine,
  PatchCountsEntry,
  PatchEntry,
  Place,
  RunEntry,
  SubjectReport,
} from '../../src/report/subject-report.ts';
import { SUBJECT_REPORT } from '../reporters/a-subject-report.ts';
import { expectFields, type Fields, type ObjectSchema } from '../support/schema-fields.ts';

const SUBJECT_FIELDS: Fields<SubjectReport> = {
  schemaVersion: true,
  tool: true,
  node: true,
  run: true,
  subject: true,
  answer: true,
  findings: true,
  runFindings: true,
  patches: true,
  lastPatchOperation: true,
  runs: true,
  moreRuns: true,
  lines: true,
  lineCount: true,
  unrecognized: true,
  places: true,
  coverage: true,
};
const ASKED: Fields<AskedSubject> = { asked: true, kind: true, name: true };
const PATCH: Fields<PatchEntry> = {
  title: true,
  state: true,
  compliant: true,
  installedAt: true,
  evidence: true,
};
const COUNTS: Fields<PatchCountsEntry> = {
  operation: true,
  endedAt: true,
  missing: true,
  failed: true,
  pendingReboot: true,
  rejected: true,
  file: true,
};
const RUN: Fields<RunEntry> = { operation: true, outcome: true, causes: true, named: true };
const LINE: Fields<NamingLine> = { evidence: true, says: true, causes: true };
const PLACE: Fields<Place> = { what: true, where: true };

const { patch, patchCounts, run, line, place } = schema.$defs;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [report] }).compile(schema);

describe('the schema of an answer', () => {
  test.each<[string, ObjectSchema, Readonly<Record<string, true>>]>([
    ['answer', schema, SUBJECT_FIELDS],
    ['subject', schema.properties.subject, ASKED],
    ['patch', patch, PATCH],
    ['patch counts', patchCounts, COUNTS],
    ['run', run, RUN],
    ['line', line, LINE],
    ['place', place, PLACE],
  ])('has the fields of the type, all required, no others, each explained: %s', (_name, object, fields) => {
    expectFields(object, fields);
  });

  test('takes an answer, and refuses what is none', () => {
    validate(SUBJECT_REPORT);
    expect(validate.errors).toBeNull();
    expect(validate({ ...SUBJECT_REPORT, answer: 'fine' })).toBe(false);
    expect(validate({ ...SUBJECT_REPORT, lines: [{ says: 'nothing' }] })).toBe(false);
    expect(validate({ ...SUBJECT_REPORT, extra: 1 })).toBe(false);
  });
});
