import { describe, expect, it } from 'vitest';
import { compareWithTruth, type PlantedFailure } from '../../build-scripts/truth/compare.ts';
import { CAUSES_JSON } from '../../src/causes/generated/causes.ts';
import type { Finding } from '../../src/report/report.ts';
import { aFinding, anEvidence, aReport } from '../reporters/a-report.ts';
import { PLANTED_CAUSES, type PlantedCause } from '../support/planted-causes.ts';

const LOG = 'var/log/amazon/ssm/amazon-ssm-agent.log';
const RUN =
  'var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration/run-1/awsrunShellScript/PatchLinux';

const TABLE: Readonly<Record<string, PlantedCause>> = {
  'net.dns': { roots: ['NETWORK_DNS_FAILURE'], also: ['AGENT_HIBERNATING'] },
  'net.timeout': { roots: ['NETWORK_TIMEOUT'] },
  'patch.mirrors': { roots: ['NETWORK_TIMEOUT', 'REPO_UNREACHABLE'], why: 'both' },
  'script.exit': { roots: ['DOCUMENT_STEP_FAILED'] },
};

/** `amount` failures of one key, a line each from `from` on. */
function failures(cause: string, amount: number, file = LOG, from = 1): PlantedFailure[] {
  return Array.from({ length: amount }, (_, index) => ({
    file,
    line: from + index,
    endLine: from + index,
    cause,
  }));
}

function found(cause: string, count: number, file = `/${LOG}`, line = 1, excerpt = 'synthetic'): Finding {
  return aFinding({ cause, count, evidence: [anEvidence({ file, line, excerpt })] });
}

function problems(planted: readonly PlantedFailure[], findings: readonly Finding[]): string[] {
  const rows = compareWithTruth(aReport({ findings }), { failures: planted }, TABLE);
  return rows.flatMap((row) => row.problems.map((problem) => `${row.cause}: ${problem}`));
}

describe('compareWithTruth', () => {
  it('is content with the right count at the right line, whatever the status', () => {
    const planted = failures('net.dns', 100);
    const finding = { ...found('NETWORK_DNS_FAILURE', 100), status: 'recovered' as const };
    expect(compareWithTruth(aReport({ findings: [finding] }), { failures: planted }, TABLE)).toEqual([
      {
        cause: 'NETWORK_DNS_FAILURE',
        keys: ['net.dns'],
        planted: [100, 100],
        counted: 100,
        statuses: 'recovered',
        cited: 1,
        problems: [],
      },
    ]);
  });

  it('adds up the findings of a cause and forgives two in a hundred', () => {
    const planted = failures('net.dns', 100);
    const two = (second: number) => [found('NETWORK_DNS_FAILURE', 50), found('NETWORK_DNS_FAILURE', second)];
    expect(problems(planted, two(48))).toEqual([]);
    expect(problems(planted, two(52))).toEqual([]);
    expect(problems(planted, two(47))).toEqual(['NETWORK_DNS_FAILURE: counted too few']);
    expect(problems(planted, two(53))).toEqual(['NETWORK_DNS_FAILURE: counted too many']);
  });

  it('misses a cause that was not found', () => {
    expect(problems(failures('net.dns', 3), [])).toEqual(['NETWORK_DNS_FAILURE: not found']);
  });

  it('does not count the copies in errors.log, but lets them be cited', () => {
    const copies = failures('net.dns', 3, 'var/log/amazon/ssm/errors.log.2', 10);
    const planted = [...failures('net.dns', 3), ...copies];
    expect(
      problems(planted, [found('NETWORK_DNS_FAILURE', 3, '/var/log/amazon/ssm/errors.log.2', 11)]),
    ).toEqual([]);
    expect(problems(planted, [found('NETWORK_DNS_FAILURE', 6)])).toEqual([
      'NETWORK_DNS_FAILURE: counted too many',
    ]);
  });

  it('objects to a citation of another line, another file or the line of another cause', () => {
    const planted = [...failures('net.dns', 1), ...failures('net.timeout', 1, LOG, 7)];
    const cite = (file: string, line: number) =>
      problems(planted, [
        found('NETWORK_DNS_FAILURE', 1, file, line),
        found('NETWORK_TIMEOUT', 1, `/${LOG}`, 7),
      ]);
    expect(cite(`/${LOG}`, 1)).toEqual([]);
    for (const [file, line] of [
      [`/${LOG}`, 2],
      [`/${LOG}.1`, 1],
      [`/${LOG}`, 7],
    ] as const) {
      expect(cite(file, line)).toEqual([
        `NETWORK_DNS_FAILURE: cites ${file}:${line}, where it was not planted`,
      ]);
    }
  });

  it('accepts each answer for a line with several, and none at all not', () => {
    const planted = [...failures('net.timeout', 50), ...failures('patch.mirrors', 10, `${RUN}/stdout`)];
    const timeouts = (count: number) => found('NETWORK_TIMEOUT', count);
    const repository = (count: number) => found('REPO_UNREACHABLE', count, `/${RUN}/stdout`, 1);
    expect(problems(planted, [timeouts(60)])).toEqual([]);
    expect(problems(planted, [timeouts(50), repository(10)])).toEqual([]);
    expect(problems(planted, [timeouts(50)])).toEqual([
      'NETWORK_TIMEOUT: patch.mirrors is counted for none of NETWORK_TIMEOUT, REPO_UNREACHABLE',
    ]);
    expect(problems(planted, [timeouts(62)])).toEqual(['NETWORK_TIMEOUT: counted too many']);
  });

  it('lets a failed step cite the last line of a run that failed, and of no other', () => {
    const planted = failures('script.exit', 1, `${RUN}/stdout`, 5);
    const last = 'failed to run commands: exit status 1';
    const cite = (file: string, excerpt: string) =>
      problems(planted, [found('DOCUMENT_STEP_FAILED', 1, file, 9, excerpt)]);
    expect(cite(`/${RUN}/stderr`, last)).toEqual([]);
    expect(cite(`/${RUN}/stderr`, 'another line')).toHaveLength(1);
    expect(cite(`/${RUN.replace('run-1', 'run-2')}/stderr`, last)).toHaveLength(1);
  });

  it('refuses a key that the table lacks', () => {
    expect(() => problems(failures('net.unheard-of', 1), [])).toThrow('lacks net.unheard-of');
  });
});

describe('the table of planted causes', () => {
  const known = new Set((JSON.parse(CAUSES_JSON) as { readonly id: string }[]).map(({ id }) => id));

  it.each(Object.entries(PLANTED_CAUSES))(
    'names causes of the catalogue for %s',
    (_key, { roots, also = [] }) => {
      expect([...roots, ...also].filter((cause) => !known.has(cause))).toEqual([]);
    },
  );

  it('says why wherever it admits more than one answer', () => {
    const silent = Object.entries(PLANTED_CAUSES).filter(
      ([, { roots, why }]) => roots.length > 1 && why === undefined,
    );
    expect(silent).toEqual([]);
  });
});
