import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DiagnoseOptions } from '../../../src/diagnosis/diagnose.ts';
import { diagnoseAgain } from '../../../src/diagnosis/resume/diagnose-again.ts';
import { NOTHING_SAVED, type SavedDiagnosis } from '../../../src/diagnosis/resume/saved-diagnosis.ts';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import { agentLine } from '../a-node.ts';

let root: string;
let log: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ssm-doctor-rotated-away-'));
  mkdirSync(join(root, 'var/log/amazon/ssm'), { recursive: true });
  log = join(root, 'var/log/amazon/ssm/amazon-ssm-agent.log');
  writeFileSync(log, agentLine(1, 'ERROR', 'open /x: no space left on device'));
});

afterEach(() => rmSync(root, { recursive: true }));

function run(before: SavedDiagnosis, more: Partial<DiagnoseOptions> = {}) {
  const files = nodeFiles();
  const options: DiagnoseOptions = {
    ...{ files, root, shownRoot: root, platform: 'linux', since: null, maxRuns: 100, now: null },
    ...{ version: 'test', clock: Date.now, skipped: [], ...more },
  };
  const { report, saved } = diagnoseAgain(options, before, files);
  const gone = report.coverage.filter(({ reason }) => reason === 'rotated-away');
  return { report, saved: saved ?? before, gone: gone.map(({ file, detail }) => `${file}: ${detail}`) };
}

describe('a log that was read and is gone', () => {
  test('is said once, with how far it was read', () => {
    const { saved } = run(NOTHING_SAVED);
    rmSync(log);
    const second = run(saved);
    expect(second.gone).toEqual([
      expect.stringMatching(
        /^\/var\/log\/amazon\/ssm\/amazon-ssm-agent\.log: removed since byte \d+ was read; /,
      ),
    ]);
    expect(run(second.saved).gone).toEqual([]);
  });

  test('is said when another one has its name', () => {
    const { saved } = run(NOTHING_SAVED);
    rmSync(log);
    writeFileSync(log, agentLine(2, 'INFO', 'another log'));
    expect(run(saved).gone).toHaveLength(1);
  });
});

describe('nothing is said to be gone', () => {
  const next = agentLine(2, 'INFO', 'what came next');

  test.each<[string, () => void]>([
    ['grew', () => appendFileSync(log, next)],
    [
      'was renamed',
      () => {
        renameSync(log, `${log}.1`);
        writeFileSync(log, next);
      },
    ],
    [
      'was copied and truncated',
      () => {
        copyFileSync(log, `${log}.1`);
        truncateSync(log);
        appendFileSync(log, next);
      },
    ],
    [
      'was packed',
      () => {
        writeFileSync(`${log}.1.gz`, gzipSync(readFileSync(log)));
        rmSync(log);
      },
    ],
  ])('of a log that %s', (_how, change) => {
    const first = run(NOTHING_SAVED);
    change();
    const second = run(first.saved);
    expect(second.gone).toEqual([]);
    expect(second.report.findings[0]?.count).toBe(first.report.findings[0]?.count);
  });

  test('of a roll, which had been read', () => {
    writeFileSync(`${log}.1`, agentLine(0, 'INFO', 'an old line'));
    const { saved } = run(NOTHING_SAVED);
    rmSync(`${log}.1`);
    expect(run(saved).gone).toEqual([]);
  });

  test('of a log that nobody asked for this time, and it is known the next time', () => {
    const { saved } = run(NOTHING_SAVED);
    const second = run(saved, { since: Date.now() + 3_600_000 });
    expect(second.gone).toEqual([]);
    expect(second.saved.files.map(({ shown }) => shown)).toEqual([
      '/var/log/amazon/ssm/amazon-ssm-agent.log',
    ]);
  });
});
