import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { knownCodes } from '../../../src/causes/codes/look-up.ts';
import { explain, explainAll } from '../../../src/causes/explain/explain.ts';
import schema from '../../../src/causes/explain/explanation.schema.json' with { type: 'json' };
import type {
  AreaListing,
  CauseExplanation,
  CauseName,
  CauseSummary,
  CodeExplanation,
  ExampleLine,
  Explanation,
} from '../../../src/causes/explain/explanation.ts';
import { nearIds } from '../../../src/causes/explain/near-ids.ts';
import { loadCauses } from '../../../src/causes/load-causes.ts';
import { expectFields, type Fields, type ObjectSchema } from '../../support/schema-fields.ts';

const EXPLANATION: Fields<Explanation> = {
  schemaVersion: true,
  catalogVersion: true,
  asked: true,
  causes: true,
  codes: true,
  areas: true,
};
const CAUSE: Fields<CauseExplanation> = {
  id: true,
  title: true,
  area: true,
  severity: true,
  platforms: true,
  generality: true,
  meaning: true,
  patterns: true,
  lines: true,
  recognisedBy: true,
  remedy: true,
  verify: true,
  recoveredBy: true,
  leadsTo: true,
  docUrl: true,
};
const CODE: Fields<CodeExplanation> = {
  kind: true,
  value: true,
  hex: true,
  name: true,
  by: true,
  platforms: true,
  outcome: true,
  meaning: true,
  trap: true,
  remedy: true,
  causes: true,
};
const LINE: Fields<ExampleLine> = { in: true, line: true };
const AREA: Fields<AreaListing> = { area: true, causes: true };
const NAME: Fields<CauseName> = { id: true, title: true };
const SUMMARY: Fields<CauseSummary> = { id: true, title: true, severity: true, platforms: true };

const { cause, code, line, area, causeName, summary } = schema.$defs;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

function known(asked: string): Explanation {
  const answer = explain(asked);
  if (!answer.known) throw new Error(`${asked} is not known; near: ${answer.near}`);
  return answer.explanation;
}

describe('the schema', () => {
  test.each<[string, ObjectSchema, Readonly<Record<string, true>>]>([
    ['explanation', schema, EXPLANATION],
    ['cause', cause, CAUSE],
    ['code', code, CODE],
    ['line', line, LINE],
    ['area', area, AREA],
    ['cause name', causeName, NAME],
    ['cause in short', summary, SUMMARY],
  ])('has the fields of the type, all required, no others: %s', (_name, object, fields) => {
    expectFields(object, fields);
  });

  test('takes every explanation', () => {
    const all = [
      explainAll(),
      ...loadCauses().map(({ id }) => known(id)),
      ...knownCodes().flatMap(({ code: spelt }) => (/^0x[0-9A-F]{8}$/.test(spelt) ? [known(spelt)] : [])),
      ...['156', '-1', '77', '1603', '0x8020FFFE', '99999'].map(known),
    ];
    for (const explanation of all) {
      validate(explanation);
      expect(validate.errors).toBeNull();
    }
  });

  test('refuses what is none', () => {
    expect(validate({ ...known('156'), extra: 1 })).toBe(false);
    expect(validate({ ...known('156'), schemaVersion: '2.0' })).toBe(false);
  });
});

describe('a cause', () => {
  test.each(['REPO_ACCESS_DENIED', 'repo_access_denied', ' Repo-Access denied '])(
    'is known as %j',
    (asked) => {
      expect(known(asked)).toMatchObject({ asked, causes: [{ id: 'REPO_ACCESS_DENIED' }], codes: [] });
    },
  );

  test('shows lines that lead to it where it has patterns', () => {
    for (const { id } of loadCauses()) {
      const [explained] = known(id).causes;
      expect((explained?.lines.length ?? 0) > 0, id).toBe((explained?.patterns ?? 0) > 0);
    }
  });
});

describe('a code', () => {
  test.each([
    '0x80072EE2',
    '80072ee2',
    '-2147012894',
    '2147954402',
    '0xFFFFFFFF80072EE2',
    'HRESULT: 0x80072EE2',
    'ERROR_INTERNET_TIMEOUT',
  ])('is the same result in every spelling: %s', (asked) => {
    expect(known(asked).codes).toMatchObject([
      { kind: 'hresult', value: -2147012894, hex: '0x80072EE2', causes: [{ id: 'NETWORK_TIMEOUT' }] },
    ]);
  });

  test.each(['12002', '0x2ee2'])('%s is the Win32 error inside', (asked) => {
    expect(known(asked).codes).toMatchObject([
      { kind: 'win32', value: 12002, name: 'ERROR_INTERNET_TIMEOUT' },
    ]);
  });

  test('of an installer and of Win32 shows both meanings', () => {
    expect(known('1603').codes.map(({ kind }) => kind)).toEqual(['exit-status', 'win32']);
  });

  test.each(['156', 'exit status 156', 'exit code 156', 'status: 156', '0x9c'])('%s is a status', (asked) => {
    expect(known(asked).codes.map(({ kind, value }) => [kind, value])).toEqual([['exit-status', 156]]);
  });

  test.each(['-1', '4294967295', '0xffffffff'])('%s is a status and no result', (asked) => {
    expect(new Set(known(asked).codes.map(({ kind, value }) => `${kind} ${value}`))).toEqual(
      new Set(['exit-status -1']),
    );
  });

  test('156 is told as what it is: ambiguous', () => {
    expect(known('156').codes[0]).toMatchObject({
      trap: expect.stringContaining('Unable to download payload'),
      causes: [{ id: 'PATCH_PAYLOAD_DOWNLOAD_FAILED' }, { id: 'PATCH_RUN_FAILED' }],
    });
  });

  test('in no dictionary is told by its parts', () => {
    expect(known('0x8020FFFE').codes).toMatchObject([
      { kind: 'hresult', by: 'BITS', name: null, meaning: expect.stringContaining('65534') },
    ]);
    expect(known('0x80071234').codes[0]?.remedy).toBe('net helpmsg 4660 prints the text of Windows.');
    expect(known('99999').codes).toMatchObject([{ kind: 'exit-status', by: 'script' }]);
  });
});

describe('what is not known', () => {
  test.each([
    ['REPO_ACESS_DENIED', 'REPO_ACCESS_DENIED'],
    ['repo_accses_denied', 'REPO_ACCESS_DENIED'],
    ['disk full', 'HOST_DISK_FULL'],
    ['lock held', 'PKG_LOCK_HELD'],
    ['WU_E_NO_SERVIC', 'WU_E_NO_SERVICE'],
  ])('%s may have meant %s', (asked, id) => {
    const answer = explain(asked);
    expect(answer.known ? [] : answer.near[0]).toBe(id);
  });

  test.each([
    '',
    ' ',
    'xyzzy',
    '.*',
    '%s',
    '../../etc/passwd',
    '\u0000',
    '(',
    'x'.repeat(1_000_000),
    '__proto__',
  ])('is answered with nothing: %#', (asked) => {
    expect(explain(asked)).toEqual({ known: false, near: [] });
  });

  test('few ids are suggested', () => {
    expect(nearIds('agent', loadCauses()).length).toBeLessThanOrEqual(5);
  });
});
