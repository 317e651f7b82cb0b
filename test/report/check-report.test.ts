import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../src/report/check-report.schema.json' with { type: 'json' };
import {
  type CheckFact,
  type CheckOutcome,
  type CheckReport,
  checkAnswerOf,
} from '../../src/report/check-report.ts';
import { exitStatusOfChecks } from '../../src/report/exit-status.ts';
import report from '../../src/report/report.schema.json' with { type: 'json' };
import { aFine, anOutcome, CHECK_REPORT } from '../reporters/a-check-report.ts';
import { expectFields, type Fields, type ObjectSchema } from '../support/schema-fields.ts';

const REPORT: Fields<CheckReport> = {
  schemaVersion: true,
  tool: true,
  node: true,
  run: true,
  answer: true,
  outcomes: true,
};
const OUTCOME: Fields<CheckOutcome> = {
  check: true,
  title: true,
  weight: true,
  status: true,
  cause: true,
  summary: true,
  facts: true,
  places: true,
  remedy: true,
  durationMs: true,
};
const FACT: Fields<CheckFact> = { name: true, value: true };

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [report] }).compile(schema);

describe('the schema of checks', () => {
  test.each<[string, ObjectSchema, Readonly<Record<string, true>>]>([
    ['report', schema, REPORT],
    ['outcome', schema.$defs.outcome, OUTCOME],
    ['fact', schema.$defs.fact, FACT],
  ])('has the fields of the type, all required, no others, each explained: %s', (_name, object, fields) => {
    expectFields(object, fields);
  });

  test('takes a report, and refuses what is none', () => {
    validate(CHECK_REPORT);
    expect(validate.errors).toBeNull();
    expect(validate({ ...CHECK_REPORT, answer: 'fine' })).toBe(false);
    expect(validate({ ...CHECK_REPORT, outcomes: [{ check: 'imds' }] })).toBe(false);
    expect(validate({ ...CHECK_REPORT, extra: 1 })).toBe(false);
  });
});

describe('the answer', () => {
  const seen = (...outcomes: CheckOutcome[]): number => exitStatusOfChecks(checkAnswerOf(outcomes));

  test('is failed for a required check, whatever else could not be seen', () => {
    expect(seen(anOutcome(), aFine('a', { status: 'not-readable' }))).toBe(3);
  });

  test.each(['not-readable', 'timed-out', 'crashed'] as const)('is not-seen where one is %s', (status) => {
    expect(seen(aFine('a'), aFine('b', { status }))).toBe(4);
    expect(seen(aFine('a'), aFine('b', { status, weight: 'optional' }))).toBe(0);
  });

  test('is ok where nothing required failed', () => {
    expect(seen()).toBe(0);
    expect(seen(aFine('a', { status: 'not-applicable' }), anOutcome({ weight: 'optional' }))).toBe(0);
  });
});
