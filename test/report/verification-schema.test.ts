import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import report from '../../src/report/report.schema.json' with { type: 'json' };
import schema from '../../src/report/verification-report.schema.json' with { type: 'json' };
import type { Check, VerificationReport } from '../../src/report/verification-report.ts';
import { VERIFICATION } from '../reporters/a-verification.ts';
import { expectFields, type Fields, type ObjectSchema } from '../support/schema-fields.ts';

const FIELDS: Fields<VerificationReport> = {
  schemaVersion: true,
  tool: true,
  node: true,
  run: true,
  asked: true,
  answer: true,
  isCompared: true,
  checks: true,
  newlyActive: true,
  coverage: true,
};
const CHECK: Fields<Check> = {
  cause: true,
  title: true,
  severity: true,
  role: true,
  subject: true,
  operation: true,
  result: true,
  reason: true,
  proof: true,
  lastSeen: true,
  awaits: true,
  verify: true,
  proving: true,
};

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [report] }).compile(schema);

describe('the schema of a verification', () => {
  test.each<[string, ObjectSchema, Readonly<Record<string, true>>]>([
    ['verification', schema, FIELDS],
    ['check', schema.$defs.check, CHECK],
  ])('has the fields of the type, all required, no others, each explained: %s', (_name, object, fields) => {
    expectFields(object, fields);
  });

  test('takes a verification, and refuses what is none', () => {
    validate(VERIFICATION);
    expect(validate.errors).toBeNull();
    expect(validate({ ...VERIFICATION, answer: 'fine' })).toBe(false);
    expect(validate({ ...VERIFICATION, checks: [{ result: 'fixed' }] })).toBe(false);
    expect(validate({ ...VERIFICATION, extra: 1 })).toBe(false);
  });
});
