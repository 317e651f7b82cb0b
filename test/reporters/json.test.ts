import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import schema from '../../src/report/report.schema.json' with { type: 'json' };
import { reportJsonPieces, reportToJson, toJson } from '../../src/reporters/json.ts';
import { aFinding, anEvidence, aReport } from './a-report.ts';
import { arbitraryReport, properExcerpt } from './arbitrary-report.ts';
import { severalCauses } from './sample-reports.ts';

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

describe('reportToJson', () => {
  test('parses back to the same value and follows the schema, whatever the texts are', () => {
    fc.assert(
      fc.property(arbitraryReport({ excerpts: properExcerpt }), (report) => {
        const parsed: unknown = JSON.parse(reportToJson(report));
        expect(parsed).toEqual(report);
        validate(parsed);
        expect(validate.errors).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  test('is safe to print: nothing but visible characters and line breaks', () => {
    fc.assert(
      fc.property(arbitraryReport(), (report) => {
        expect(reportToJson(report)).not.toMatch(
          /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]/,
        );
      }),
      { numRuns: 100 },
    );
  });

  test('is laid out as JSON.stringify does it', () => {
    fc.assert(
      fc.property(arbitraryReport(), (report) => {
        const pieces = [...reportJsonPieces(report)];
        expect(pieces.length).toBeGreaterThan(Object.keys(report).length);
        expect(pieces.join('')).toBe(toJson(report));
      }),
      { numRuns: 100 },
    );
  });

  test('writes what a terminal would obey as escapes of JSON', () => {
    const excerpt = '\x1b[2J \x9b \u202e \u{e0041} \ud800 é';
    const json = reportToJson(aReport({ findings: [aFinding({ evidence: [anEvidence({ excerpt })] })] }));
    expect(json).toContain(String.raw`"\u001b[2J \u009b \u202e \udb40\udc41 \ud800 é"`);
  });

  test('is indented by two spaces, begins with the version of the schema, and ends with one line break', () => {
    const json = reportToJson(severalCauses());
    expect(json).toMatch(/^\{\n {2}"schemaVersion": "1\.0",\n {2}"tool": \{\n {4}"name": "ssm-doctor",/);
    expect(json).toMatch(/\}\n$/);
  });
});
